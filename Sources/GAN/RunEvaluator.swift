public import Datasets

/// Makes what judges a run's drawings while it trains; Evaluation's `DistanceEvaluator` is one.
public protocol RunEvaluator: Sendable {
    /// A meter of the distance from `heldOut`, which the run does not train on. Called on the training thread. Throws where
    /// these cannot be compared with.
    func meter(of heldOut: Dataset, seed: UInt64) throws -> any DrawingsMeter
}

/// Measures how far drawings are from real ones.
public protocol DrawingsMeter {
    /// Name and version of the judge.
    var judge: String { get }
    /// The drawings that it wants.
    var count: Int { get }
    /// About how many multiplications it takes to look at one drawing, and to compare all.
    var multiplyAdds: (drawing: Int, comparison: Int) { get }
    /// The distance of ``count`` drawings, and its standard error.
    func measure(_ drawings: Drawings) throws -> (distance: Double, standardError: Double)
}
