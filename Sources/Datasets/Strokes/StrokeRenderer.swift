/// Renders strokes as Quick, Draw! rendered its bitmaps.
///
/// Google published how (`vector_to_raster`, in https://github.com/googlecreativelab/quickdraw-dataset/issues/19): the
/// drawing is scaled so that its longer side is 255 and centred in a square of 256 with a margin of 24 around it; lines
/// are 16 wide with round ends and joins; the whole is scaled to 28×28 with antialiasing. Here a pixel's ink is the
/// share of its sample points that a line covers, 16×16 of them in an image of 28×28.
public struct StrokeRenderer: Sendable {
    /// The side of the image in pixels.
    public let side: Int

    private static let canvas = 256.0
    private static let lineWidth = 16.0
    private static let margin = 16.0 + lineWidth / 2
    /// Sample points a side of a pixel.
    private let samples: Int

    public init(side: Int) {
        precondition(side > 0, "an image has pixels")
        self.side = side
        samples = max(4, 448 / side)
    }

    /// The image, [1, side, side] from −1 (paper) to 1 (ink); all paper where there is no point. Coordinates must be
    /// finite.
    public func render(_ strokes: [Stroke]) -> [Float] {
        var covered = [Bool](repeating: false, count: side * side * samples * samples)
        for stroke in placed(strokes) { cover(stroke.points, in: &covered) }
        return ink(of: covered)
    }

    /// The strokes in units of sample points.
    private func placed(_ strokes: [Stroke]) -> [Stroke] {
        let points = strokes.flatMap(\.points)
        guard let first = points.first else { return [] }
        var (low, high) = (first, first)
        for point in points {
            low = Stroke.Point(x: min(low.x, point.x), y: min(low.y, point.y))
            high = Stroke.Point(x: max(high.x, point.x), y: max(high.y, point.y))
        }
        let (width, height) = (high.x - low.x, high.y - low.y)
        let extent = max(width, height)
        // A lone dot has no size to scale; it stands in the middle.
        let scale = extent > 1e-6 ? (Self.canvas - 1) / extent : 1
        let left = Self.margin + (Self.canvas - width * scale) / 2
        let top = Self.margin + (Self.canvas - height * scale) / 2
        return strokes.map { stroke in
            Stroke(
                stroke.points.map { point in
                    Stroke.Point(
                        x: ((point.x - low.x) * scale + left) * samplesPerUnit,
                        y: ((point.y - low.y) * scale + top) * samplesPerUnit)
                })
        }
    }

    private var samplesPerUnit: Double { Double(side * samples) / (Self.canvas + 2 * Self.margin) }

    /// Marks the sample points within half a line's width of the way through `points`.
    private func cover(_ points: [Stroke.Point], in covered: inout [Bool]) {
        guard let first = points.first else { return }
        var start = first
        for end in points.count == 1 ? points[...] : points[1...] {
            coverSegment(from: start, to: end, in: &covered)
            start = end
        }
    }

    private func coverSegment(from start: Stroke.Point, to end: Stroke.Point, in covered: inout [Bool]) {
        let radius = Self.lineWidth / 2 * samplesPerUnit
        let columns = side * samples
        let (dx, dy) = (end.x - start.x, end.y - start.y)
        let lengthSquared = dx * dx + dy * dy
        for row in places(from: min(start.y, end.y) - radius, to: max(start.y, end.y) + radius, limit: columns) {
            // Only where the part of the segment that is near this row passes.
            let y = Double(row) + 0.5 - start.y
            let near = dy == 0 ? [0, 1] : [(y - radius) / dy, (y + radius) / dy].map { min(max($0, 0), 1) }
            let ends = near.map { start.x + $0 * dx }
            for column in places(
                from: min(ends[0], ends[1]) - radius, to: max(ends[0], ends[1]) + radius, limit: columns)
            {
                let x = Double(column) + 0.5 - start.x
                let along = lengthSquared > 0 ? min(max((x * dx + y * dy) / lengthSquared, 0), 1) : 0
                let (offX, offY) = (x - along * dx, y - along * dy)
                if offX * offX + offY * offY <= radius * radius { covered[row * columns + column] = true }
            }
        }
    }

    private func places(from low: Double, to high: Double, limit: Int) -> Range<Int> {
        let start = min(max(Int(low.rounded(.down)), 0), limit)
        return start..<max(start, min(Int(high.rounded(.up)), limit))
    }

    private func ink(of covered: [Bool]) -> [Float] {
        let columns = side * samples
        var counts = [Int](repeating: 0, count: side * side)
        for (place, isCovered) in covered.enumerated() where isCovered {
            counts[place / columns / samples * side + place % columns / samples] += 1
        }
        return counts.map { Float($0) / Float(samples * samples) * 2 - 1 }
    }
}
