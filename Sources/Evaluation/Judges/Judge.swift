public import GAN
public import Torch

/// Sees drawings as features, in which sets of them are compared. Figures of different judges, and of different versions
/// of one, do not compare. No judge is used in training.
public protocol Judge {
    /// What each figure names: `doodle classifier 1`.
    var name: String { get }
    /// The categories that it tells apart; empty where it knows none.
    var categories: [String] { get }
    /// What it sees in `drawings`, of any size.
    func look(at drawings: Drawings) throws -> Impression
}

/// What a judge sees in N drawings.
public struct Impression {
    /// [N, D], float32.
    public let features: Tensor
    /// The category that each is taken for, an index, which is their number for one that is no drawing; empty where the judge
    /// knows none.
    public let labels: [Int]
    /// Which are no drawings of anything; empty where the judge cannot tell.
    public let outliers: [Bool]
}
