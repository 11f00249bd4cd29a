public import Datasets
public import GAN
import Runs

/// Judges a run's drawings while it trains, by the Fréchet distance from the drawings that it holds out.
///
///     let trainer = try Trainer(configuration, runsFolder: "runs", evaluator: DistanceEvaluator())
public struct DistanceEvaluator: RunEvaluator {
    /// So many drawings are compared, at most.
    private static let most = 2000

    /// The evaluator; it has no settings.
    public init() {}

    /// A meter by the judge that knows these drawings best. Throws ``EvaluationError`` where they are too few.
    public func meter(of heldOut: Dataset, seed: UInt64) throws -> any DrawingsMeter {
        let reference = try Drawings(heldOut, count: heldOut.count, seed: seed)
        return try DistanceMeter(with: reference, count: Self.most, seed: seed)
    }
}

extension DistanceMeter: DrawingsMeter {
    /// The network of the doodle classifier, or about as much; and the eigenvalues of some twenty matrices.
    public var multiplyAdds: (drawing: Int, comparison: Int) { (3_000_000, 6_000_000_000) }

    /// The Fréchet distance of the drawings from the held-out ones, and its standard error.
    public func measure(_ drawings: Drawings) throws -> (distance: Double, standardError: Double) {
        let distance = try distance(of: drawings)
        return (distance.value, distance.standardError)
    }
}
