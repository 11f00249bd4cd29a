public import Datasets
import GAN

/// What an evaluation has to show.
public struct EvaluationPictures: Sendable {
    private let drawings: Drawings
    private let training: Drawings
    private let pairs: [Copies.Pair]
    private let logits: [Double]
    private static let columns = 12

    init(drawings: Drawings, training: Drawings, pairs: [Copies.Pair], logits: [Double]) {
        self.drawings = drawings
        self.training = training
        self.pairs = pairs
        self.logits = logits
    }

    /// The twelve drawings that are most like a training drawing, and these below them.
    public func nearest() throws -> Bitmap {
        let nearest = pairs.prefix(Self.columns)
        let above = drawings.selected(nearest.map(\.fake))
        let below = try training.selected(nearest.map(\.training)).resized(to: drawings.imageSize)
        return try sheet(above.values + below.values)
    }

    /// The twelve drawings that the classifier would most take for real, and below them the twelve that give themselves away.
    public func convincing() throws -> Bitmap {
        let order = logits.indices.sorted { logits[$0] > logits[$1] }
        return try sheet(
            drawings.selected(order.prefix(Self.columns)).values
                + drawings.selected(order.suffix(Self.columns).reversed()).values)
    }

    private func sheet(_ values: [Float]) throws -> Bitmap {
        try Drawings(
            values: values, count: 2 * Self.columns, channels: drawings.channels, imageSize: drawings.imageSize
        ).sheet(columns: Self.columns)
    }
}
