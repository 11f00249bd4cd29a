public import Torch

/// The tutorial's losses: those of Goodfellow et al. 2014, "Generative Adversarial Nets", the generator's in its
/// non-saturating form.
public struct CrossEntropyLoss: AdversarialLoss {
    /// The loss; it has no settings.
    public init() {}

    /// Cross-entropy of real images against 1 and of generated ones against 0.
    public func discriminator(realLogits: Tensor, fakeLogits: Tensor) throws -> Tensor {
        try realLogits.sigmoidCrossEntropy(target: 1) + fakeLogits.sigmoidCrossEntropy(target: 0)
    }

    /// Cross-entropy of generated images against 1.
    public func generator(fakeLogits: Tensor, realLogits: () throws -> Tensor) throws -> Tensor {
        try fakeLogits.sigmoidCrossEntropy(target: 1)
    }
}
