public import Datasets
public import GAN

extension Drawings {
    /// At most `count` drawings of `dataset`, chosen by `seed`. Throws `DatasetError`.
    public init(_ dataset: Dataset, count: Int, seed: UInt64) throws {
        let order = Permutation(
            count: dataset.count, seed: Mixing.seed(seed, use: EvaluationStream.selection)
        ).prefix(count)
        self.init(
            values: try dataset.images(at: Array(order)), count: order.count, channels: dataset.channels,
            imageSize: dataset.imageSize)
    }
}

extension RealDrawings {
    /// So many drawings of training are looked at, at most: copies are looked for among these.
    public static let most = 10_000

    /// The drawings of `dataset` that a generator was trained on, or may have been, and those that it holds out; where these
    /// are too few to be compared with, as if there were none. Throws `DatasetError`.
    public init(_ dataset: Dataset, seed: UInt64) throws {
        let training = try Drawings(dataset, count: Self.most, seed: seed)
        let heldOut = try dataset.heldOut.map { try Drawings($0, count: $0.count, seed: seed) }
        self.init(training: training, heldOut: heldOut.flatMap { $0.count < Evaluation.fewest ? nil : $0 })
    }
}
