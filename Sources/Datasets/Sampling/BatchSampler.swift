/// Which drawings make up each batch: every epoch goes through all of them once, in a new order. The order depends on
/// seed and epoch alone, so that a resumed run needs only the numbers of its epoch and batch.
public struct BatchSampler: Sendable {
    /// The drawings of one epoch.
    public let count: Int
    /// The drawings of one batch; the last of an epoch may have fewer.
    public let batchSize: Int
    /// Together with the epoch's number, what the order follows from.
    public let seed: UInt64

    /// - Parameters:
    ///   - count: the drawings in the data set.
    ///   - batchSize: the drawings in a batch, at least 1.
    public init(count: Int, batchSize: Int, seed: UInt64) {
        precondition(batchSize > 0, "a batch holds at least one drawing")
        self.count = Swift.max(count, 0)
        self.batchSize = batchSize
        self.seed = seed
    }

    /// The batches of an epoch; the last one may be shorter.
    public var batchesPerEpoch: Int { count / batchSize + (count % batchSize == 0 ? 0 : 1) }

    /// The drawings of one batch, [N] with N of `batchSize`, fewer in the last batch, none past the end.
    public func indices(epoch: Int, batch: Int) -> [Int] {
        guard batch >= 0, batch < batchesPerEpoch else { return [] }
        let order = Permutation(count: count, seed: Mixing.seed(seed, use: .epoch, index: epoch))
        let start = batch * batchSize
        return (start..<Swift.min(start + batchSize, count)).map { order[$0] }
    }
}
