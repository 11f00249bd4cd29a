/// Which points of a square grid are covered, a bit each.
struct SampleGrid {
    /// Points a side.
    let side: Int
    private let wordsPerRow: Int
    private var words: [UInt64]

    init(side: Int) {
        self.side = side
        wordsPerRow = (side + 63) / 64
        words = [UInt64](repeating: 0, count: side * wordsPerRow)
    }

    /// Covers the points within `radius` of the segment; a point stands in the middle of its square of side 1.
    mutating func cover(from start: Stroke.Point, to end: Stroke.Point, radius: Double) {
        let (dx, dy) = (end.x - start.x, end.y - start.y)
        let length = (dx * dx + dy * dy).squareRoot()
        // From the segment to the two long sides of the rectangle around it.
        let (acrossX, acrossY) = length > 0 ? (-dy / length * radius, dx / length * radius) : (0, 0)
        let corners = [
            (start.x + acrossX, start.y + acrossY), (end.x + acrossX, end.y + acrossY),
            (end.x - acrossX, end.y - acrossY), (start.x - acrossX, start.y - acrossY),
        ]
        for row in places(from: min(start.y, end.y) - radius, to: max(start.y, end.y) + radius) {
            // What is covered of a row is one interval, for a disc at either end and the rectangle are convex together.
            let y = Double(row) + 0.5
            var (low, high) = (Double.infinity, -Double.infinity)
            for centre in [start, end] {
                let square = radius * radius - (y - centre.y) * (y - centre.y)
                guard square >= 0 else { continue }
                low = min(low, centre.x - square.squareRoot())
                high = max(high, centre.x + square.squareRoot())
            }
            for index in 0..<4 {
                let (a, b) = (corners[index], corners[(index + 1) % 4])
                guard a.1 != b.1, min(a.1, b.1) <= y, y <= max(a.1, b.1) else { continue }
                let x = a.0 + (y - a.1) / (b.1 - a.1) * (b.0 - a.0)
                low = min(low, x)
                high = max(high, x)
            }
            if low <= high {
                set(places(from: (low - 0.5).rounded(.up), to: (high - 0.5).rounded(.down) + 1), row: row)
            }
        }
    }

    /// The points that are covered in a square of `size` points a side.
    func count(left: Int, top: Int, size: Int) -> Int {
        var count = 0
        for row in top..<top + size {
            var column = left
            while column < left + size {
                let bits = min(64 - column % 64, left + size - column)
                let mask = bits == 64 ? UInt64.max : (1 << UInt64(bits)) - 1
                count += (words[row * wordsPerRow + column / 64] >> UInt64(column % 64) & mask).nonzeroBitCount
                column += bits
            }
        }
        return count
    }

    private mutating func set(_ columns: Range<Int>, row: Int) {
        var column = columns.lowerBound
        while column < columns.upperBound {
            let bits = min(64 - column % 64, columns.upperBound - column)
            let mask = bits == 64 ? UInt64.max : (1 << UInt64(bits)) - 1
            words[row * wordsPerRow + column / 64] |= mask << UInt64(column % 64)
            column += bits
        }
    }

    private func places(from low: Double, to high: Double) -> Range<Int> {
        let start = min(max(Int(low.rounded(.down)), 0), side)
        return start..<max(start, min(Int(high.rounded(.up)), side))
    }
}
