public import GAN
public import Runs
import Torch

/// Measures how far drawings are from the same real ones again and again, as those of a run's epochs.
public final class DistanceMeter {
    /// What each figure names.
    public let judge: String
    /// The drawings of each set that are compared.
    public let count: Int
    private let eye: any Judge
    private let reference: Tensor

    /// Compares with `count` at most of the real drawings, as ``Evaluation/evaluate(_:against:seed:)`` does. Throws
    /// ``EvaluationError`` where there are too few.
    public convenience init(against real: RealDrawings, count: Int, seed: UInt64) throws {
        try self.init(with: real.reference, count: real.comparedCount(of: count), seed: seed)
    }

    /// Compares with `count` at most of the drawings `reference`. Throws ``EvaluationError`` where there are too few.
    public init(with reference: Drawings, count: Int, seed: UInt64) throws {
        self.count = min(count, reference.count)
        guard self.count >= Evaluation.fewest else {
            throw EvaluationError(
                "the real drawings to compare with are too few, \(self.count); expected at least \(Evaluation.fewest)")
        }
        eye = try Evaluation.judges(channels: reference.channels)[0]
        judge = eye.name
        let features = try eye.look(at: reference).features
        self.reference = try RealImpressions(training: features, heldOut: nil, count: self.count, seed: seed).reference(
            0)
    }

    /// The Fréchet distance of the first ``count`` of `drawings`.
    public func distance(of drawings: Drawings) throws -> Estimate {
        try FrechetDistance.estimate(features(of: drawings), against: reference)
    }

    /// All that is compared of the first ``count`` of `drawings`.
    public func metrics(of drawings: Drawings) throws -> [RunComparison.Metric: Estimate] {
        let features = try features(of: drawings)
        let scores = try ManifoldScores.estimate(of: features, against: reference)
        return [
            .frechetDistance: try FrechetDistance.estimate(features, against: reference),
            .kernelDistance: try KernelDistance.estimate(features, against: reference),
            .density: scores.density, .coverage: scores.coverage, .recall: scores.recall,
        ]
    }

    private func features(of drawings: Drawings) throws -> Tensor {
        guard drawings.count >= count else {
            throw EvaluationError("the drawings to judge are too few, \(drawings.count); expected \(count)")
        }
        return try eye.look(at: drawings.rounded().selected(0..<count)).features
    }
}
