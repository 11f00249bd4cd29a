public import Runs
public import Torch

/// A logistic regression that tells real from generated drawings by their features. Where it is right about drawings that
/// it was not fitted to, more often than chance has it, something gives them away (Lopez-Paz and Oquab 2017, "Revisiting
/// Classifier Two-Sample Tests").
public struct TwoSampleClassifier {
    /// The share of drawings of both sets that it tells right, each by a fit to the half that the drawing is not in.
    public let accuracy: Estimate
    /// Of each generated drawing, log of how much more probable it is real than generated: high for those that convince.
    public let logits: [Double]

    /// Of `fake` and `real`, both [N, D].
    public init(_ fake: Tensor, against real: Tensor) throws {
        let count = min(fake.shape[0], real.shape[0])
        let half = count / 2
        func part(_ features: Tensor, _ range: Range<Int>) throws -> Tensor {
            try features.narrowed(dimension: 0, start: range.lowerBound, length: range.count)
        }
        var right = 0
        var logits: [Double] = []
        for (seen, unseen) in [(half..<count, 0..<half), (0..<half, half..<count)] {
            let fit = try LogisticRegression(zeros: part(fake, seen), ones: part(real, seen))
            let fakeLogits = try fit.logits(of: part(fake, unseen))
            right += try fakeLogits.count { $0 < 0 } + fit.logits(of: part(real, unseen)).count { $0 > 0 }
            logits += fakeLogits
        }
        // Both halves' fits see the same drawings, so that no more than half of the answers count as independent.
        accuracy = Estimate(
            Double(right) / Double(2 * count), standardError: 0.5 / Double(count).squareRoot())
        self.logits = logits
    }
}

/// Weights w and an intercept that minimise the mean cross-entropy plus a small multiple of |w|², by Newton's method.
private struct LogisticRegression {
    private let mean: Tensor
    private let scale: Double
    private let weights: Tensor
    private static let penalty = 1e-3

    init(zeros: Tensor, ones: Tensor) throws {
        let all = try Tensor.concatenated([zeros, ones]).cast(to: .float64)
        let count = all.shape[0]
        mean = try all.mean(dimensions: [0])
        // One scale for all: features that are almost always zero would be blown up by one each.
        scale = try max((all - mean).square().mean().scalar().squareRoot(), 1e-12)
        let inputs = try Self.extended(all, mean: mean, scale: scale)
        let targets = try Tensor.concatenated([
            .zeros([zeros.shape[0], 1], dtype: .float64), .ones([ones.shape[0], 1], dtype: .float64),
        ])
        var weights = try Tensor.zeros([inputs.shape[1], 1], dtype: .float64)
        for _ in 0..<8 {
            let probabilities = try inputs.matmul(weights).sigmoid()
            let gradient =
                try inputs.transposed().matmul(probabilities - targets) / Double(count) + weights * Self.penalty
            let curvature = try (1 - probabilities) * probabilities
            let hessian = try inputs.transposed().matmul(inputs * curvature) / Double(count)
            let (values, vectors) = try hessian.symmetricEigen()
            let steps = try vectors.transposed().matmul(gradient) / (values + Self.penalty).reshaped([-1, 1])
            weights = try weights - vectors.matmul(steps)
        }
        self.weights = weights
    }

    func logits(of features: Tensor) throws -> [Double] {
        try Self.extended(features.cast(to: .float64), mean: mean, scale: scale).matmul(weights).doubles()
    }

    private static func extended(_ features: Tensor, mean: Tensor, scale: Double) throws -> Tensor {
        try .concatenated(
            [(features - mean) / scale, .ones([features.shape[0], 1], dtype: .float64)], dimension: 1)
    }
}
