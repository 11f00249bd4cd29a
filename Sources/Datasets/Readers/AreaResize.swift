/// Resizes drawings by area: each new pixel is the mean of the part of the old drawing that it covers, exactly (a box
/// filter). Proportions are kept: what is not square is centred on a square of paper.
public struct AreaResize: Sendable {
    /// Rows of the old drawing.
    public let height: Int
    /// Columns of the old drawing.
    public let width: Int
    /// The side of the new drawing, in pixels.
    public let side: Int

    let columns: [Span]
    let rows: [Span]

    /// - Parameters:
    ///   - height, width: the size of the old drawing, in pixels.
    ///   - side: the height and width of the new one, in pixels.
    public init(height: Int, width: Int, side: Int) {
        precondition(height > 0 && width > 0 && side > 0, "a drawing has pixels")
        self.height = height
        self.width = width
        self.side = side
        let extent = max(height, width)
        columns = Self.spans(length: width, extent: extent, side: side)
        rows = height == width ? columns : Self.spans(length: height, extent: extent, side: side)
    }

    /// Reads `source`, [C, H, W], and writes `target`, [C, side, side], both from −1 (paper) to 1 (ink).
    public func apply(
        to source: UnsafeBufferPointer<Float>, channels: Int, into target: UnsafeMutableBufferPointer<Float>
    ) {
        precondition(source.count == channels * height * width && target.count == channels * side * side)
        withUnsafeTemporaryAllocation(of: Float.self, capacity: height * side) { narrowed in
            for channel in 0..<channels {
                // Ink is counted from 0, so that what lies outside the drawing is paper.
                for y in 0..<height {
                    let row = (channel * height + y) * width
                    for x in 0..<side {
                        narrowed[y * side + x] = columns[x].sum { source[row + $0] + 1 }
                    }
                }
                for y in 0..<side {
                    for x in 0..<side {
                        let ink = rows[y].sum { narrowed[$0 * side + x] }
                        target[(channel * side + y) * side + x] = min(max(ink - 1, -1), 1)
                    }
                }
            }
        }
    }

    /// The old pixels under one new pixel along one axis, with the share of the new pixel that each covers.
    struct Span: Sendable {
        let start: Int
        let weights: [Float]

        func sum(_ value: (Int) -> Float) -> Float {
            var total: Float = 0
            for (offset, weight) in weights.enumerated() { total += weight * value(start + offset) }
            return total
        }
    }

    private static func spans(length: Int, extent: Int, side: Int) -> [Span] {
        let scale = Double(extent) / Double(side)
        let margin = Double(extent - length) / 2
        return (0..<side).map { index in
            let low = max(Double(index * extent) / Double(side) - margin, 0)
            let high = min(Double((index + 1) * extent) / Double(side) - margin, Double(length))
            guard high > low else { return Span(start: 0, weights: []) }
            let start = Int(low)
            let end = min(Int(high.rounded(.up)), length)
            let weights = (start..<end).map { pixel in
                Float((min(high, Double(pixel + 1)) - max(low, Double(pixel))) / scale)
            }
            return Span(start: start, weights: weights)
        }
    }
}
