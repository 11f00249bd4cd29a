/// The connected marks of ink on a page, and which of them are the drawing.
struct InkMarks {
    /// Of each pixel whether it belongs to the drawing or is paper: dust is not, nor is what lies along an edge of the page.
    private(set) var isDrawing: [Bool]
    /// What the drawing covers; nil where there is none.
    private(set) var bounds: Box?
    /// The mean width of its strokes in pixels: twice its area for each pixel of its outline.
    private(set) var strokeWidth: Float = 0

    struct Box {
        var left: Int
        var top: Int
        var right: Int
        var bottom: Int

        var width: Int { right - left + 1 }
        var height: Int { bottom - top + 1 }
    }

    /// Marks of at most this share of the page are dust.
    private static let dustShare = 0.00003
    /// What lies along so much of a side of the page is the shadow of its edge.
    private static let edgeShare = 0.25

    /// - Parameter ink: [H · W], from 0 (paper) to 1 (ink).
    init(of ink: [Float], width: Int, height: Int) {
        isDrawing = [Bool](repeating: true, count: ink.count)
        var wasSeen = [Bool](repeating: false, count: ink.count)
        var drawing: [Int] = []
        for start in ink.indices where ink[start] >= 0.5 && !wasSeen[start] {
            let mark = Self.mark(from: start, of: ink, width: width, height: height, &wasSeen)
            let isDust = Double(mark.count) <= Self.dustShare * Double(ink.count)
            if isDust || Self.liesAlongEdge(mark, width: width, height: height) {
                erase(mark, width: width, height: height)
            } else {
                drawing += mark
            }
        }
        measure(drawing, of: ink, width: width, height: height)
    }

    /// The pixels of ink that hang together with `start`, also by their corners.
    private static func mark(
        from start: Int, of ink: [Float], width: Int, height: Int, _ wasSeen: inout [Bool]
    ) -> [Int] {
        var mark = [start]
        wasSeen[start] = true
        var next = 0
        while next < mark.count {
            let (x, y) = (mark[next] % width, mark[next] / width)
            next += 1
            for row in max(y - 1, 0)...min(y + 1, height - 1) {
                for column in max(x - 1, 0)...min(x + 1, width - 1) {
                    let place = row * width + column
                    guard ink[place] >= 0.5, !wasSeen[place] else { continue }
                    wasSeen[place] = true
                    mark.append(place)
                }
            }
        }
        return mark
    }

    private static func liesAlongEdge(_ mark: [Int], width: Int, height: Int) -> Bool {
        let left = mark.count { $0 % width == 0 }
        let right = mark.count { $0 % width == width - 1 }
        let top = mark.count { $0 < width }
        let bottom = mark.count { $0 >= width * (height - 1) }
        return Double(max(left, right)) > edgeShare * Double(height)
            || Double(max(top, bottom)) > edgeShare * Double(width)
    }

    /// Takes a mark and the paler pixels around it off the drawing.
    private mutating func erase(_ mark: [Int], width: Int, height: Int) {
        for place in mark {
            let (x, y) = (place % width, place / width)
            for row in max(y - 2, 0)...min(y + 2, height - 1) {
                for column in max(x - 2, 0)...min(x + 2, width - 1) { isDrawing[row * width + column] = false }
            }
        }
    }

    private mutating func measure(_ drawing: [Int], of ink: [Float], width: Int, height: Int) {
        guard let first = drawing.first else { return }
        var box = Box(left: first % width, top: first / width, right: first % width, bottom: first / width)
        var outline = 0
        for place in drawing {
            let (x, y) = (place % width, place / width)
            isDrawing[place] = true
            (box.left, box.right) = (min(box.left, x), max(box.right, x))
            (box.top, box.bottom) = (min(box.top, y), max(box.bottom, y))
            let isInside =
                x > 0 && x < width - 1 && y > 0 && y < height - 1
                && [place - 1, place + 1, place - width, place + width].allSatisfy { ink[$0] >= 0.5 }
            if !isInside { outline += 1 }
        }
        bounds = box
        strokeWidth = 2 * Float(drawing.count) / Float(max(outline, 1))
    }
}
