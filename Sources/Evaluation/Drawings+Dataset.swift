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
    public static let most = 20_000

    /// Drawings that a generator may have been trained on. Throws `DatasetError`.
    public init(_ dataset: Dataset, seed: UInt64) throws {
        self.init(training: try Drawings(dataset, count: Self.most, seed: seed))
    }
}
