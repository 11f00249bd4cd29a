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

    /// Renders drawings of `side` × `side` pixels.
    public init(side: Int) {
        precondition(side > 0, "an image has pixels")
        self.side = side
        samples = max(4, 448 / side)
    }

    /// The image, [1, side, side] from −1 (paper) to 1 (ink); all paper where there is no point. Coordinates must be
    /// finite.
    public func render(_ strokes: [Stroke]) -> [Float] {
        var grid = SampleGrid(side: side * samples)
        for stroke in placed(strokes) {
            let points = stroke.points
            // A lone point is a dot.
            for (start, end) in zip(points, points.count == 1 ? points[...] : points.dropFirst()) {
                grid.cover(from: start, to: end, radius: Self.lineWidth / 2 * samplesPerUnit)
            }
        }
        return (0..<side * side).map { pixel in
            let count = grid.count(left: pixel % side * samples, top: pixel / side * samples, size: samples)
            return Float(count) / Float(samples * samples) * 2 - 1
        }
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
}
