public import GAN
import Torch

/// Measures how far drawings are from the same real ones again and again, as those of a run's epochs.
public final class DistanceMeter {
    /// What each figure names.
    public let judge: String
    /// The drawings of each set that are compared.
    public let count: Int
    private let eye: any Judge
    private let reference: Tensor

    /// Compares with `count` of the real drawings at most. Throws ``EvaluationError`` where there are too few.
    public init(against real: RealDrawings, count: Int, seed: UInt64) throws {
        self.count = real.comparedCount(of: count)
        guard self.count >= Evaluation.fewest else {
            throw EvaluationError(
                "the real drawings to compare with are too few, \(real.training.count + (real.heldOut?.count ?? 0)); "
                    + "expected at least \(2 * Evaluation.fewest)")
        }
        eye = try Evaluation.judges(channels: real.training.channels)[0]
        judge = eye.name
        let features = try eye.look(at: real.reference).features
        reference = try RealImpressions(training: features, heldOut: nil, count: self.count, seed: seed).reference(0)
    }

    /// The Fréchet distance of the first ``count`` of `drawings`.
    public func distance(of drawings: Drawings) throws -> Estimate {
        guard drawings.count >= count else {
            throw EvaluationError("the drawings to judge are too few, \(drawings.count); expected \(count)")
        }
        let features = try eye.look(at: drawings.rounded().selected(0..<count)).features
        return try FrechetDistance.estimate(features, against: reference)
    }
}
