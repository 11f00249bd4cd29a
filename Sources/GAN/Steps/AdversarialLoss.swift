public import Runs
public import Torch

/// The losses of Goodfellow et al. 2014, "Generative Adversarial Nets", the generator's in its non-saturating form,
/// from logits.
public struct AdversarialLoss: Sendable {
    /// How the losses of a batch's images become one number.
    public let reduction: LossReduction

    public init(reduction: LossReduction) {
        self.reduction = reduction
    }

    /// The discriminator's loss, a scalar: cross-entropy of `realLogits` `[N, 1]` against 1 and of `fakeLogits` `[N,
    /// 1]` against 0.
    public func discriminator(realLogits: Tensor, fakeLogits: Tensor) throws -> Tensor {
        try reduced(realLogits.sigmoidCrossEntropy(target: 1) + fakeLogits.sigmoidCrossEntropy(target: 0))
    }

    /// The generator's loss, a scalar: cross-entropy of `fakeLogits` `[N, 1]` against 1.
    public func generator(fakeLogits: Tensor) throws -> Tensor {
        try reduced(fakeLogits.sigmoidCrossEntropy(target: 1))
    }

    /// The loss of one image, on average, of a batch of `count` images whose loss is `loss`.
    func mean(of loss: Tensor, count: Int) throws -> Double {
        let value = try loss.scalar()
        return reduction == .sum ? value / Double(count) : value
    }

    private func reduced(_ losses: Tensor) throws -> Tensor {
        switch reduction {
        case .sum: try losses.sum()
        case .mean: try losses.mean()
        }
    }
}
