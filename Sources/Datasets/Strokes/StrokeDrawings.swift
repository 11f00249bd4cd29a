/// Drawings as strokes, held in memory, a few bytes a point.
struct StrokeDrawings: Sendable {
    /// x and y in turn.
    private var coordinates: [Float] = []
    /// Where each stroke ends among the points.
    private var strokeEnds: [Int] = []
    /// Where each drawing ends among the strokes.
    private var drawingEnds: [Int] = []

    var count: Int { drawingEnds.count }

    subscript(index: Int) -> [Stroke] {
        let strokes = (index == 0 ? 0 : drawingEnds[index - 1])..<drawingEnds[index]
        return strokes.map { stroke in
            let points = (stroke == 0 ? 0 : strokeEnds[stroke - 1])..<strokeEnds[stroke]
            return Stroke(
                points.map { Stroke.Point(x: Double(coordinates[$0 * 2]), y: Double(coordinates[$0 * 2 + 1])) })
        }
    }

    /// `strokes` are the x and the y of their points.
    mutating func append(_ strokes: some Sequence<(x: [Float], y: [Float])>) {
        for (x, y) in strokes {
            for (x, y) in zip(x, y) { coordinates += [x, y] }
            strokeEnds.append(coordinates.count / 2)
        }
        drawingEnds.append(strokeEnds.count)
    }

    /// The drawings as pixels, rendered when they are read.
    func drawn(side: Int) -> StrokeImages { StrokeImages(drawings: self, renderer: StrokeRenderer(side: side)) }
}

/// Strokes as drawings of a size, rendered as Quick, Draw! rendered its bitmaps.
struct StrokeImages: ImageSource {
    let drawings: StrokeDrawings
    let renderer: StrokeRenderer

    var count: Int { drawings.count }
    var height: Int { renderer.side }
    var width: Int { renderer.side }
    var channels: Int { 1 }

    func readImage(at index: Int, into pixels: UnsafeMutableBufferPointer<Float>) throws {
        _ = pixels.update(fromContentsOf: renderer.render(drawings[index]))
    }

    /// That of the points: rendering takes much longer.
    func checksum(at index: Int) -> UInt32 {
        let points = drawings[index].flatMap { stroke in
            [Double(stroke.points.count)] + stroke.points.flatMap { [$0.x, $0.y] }
        }
        return points.withUnsafeBytes(\.checksum)
    }
}
