public import Torch

/// The hinge loss (Lim and Ye 2017, "Geometric GAN"): max(0, 1 − D(x)) + max(0, 1 + D(G(z))), and −D(G(z)).
public struct HingeLoss: AdversarialLoss {
    /// The loss; it has no settings.
    public init() {}

    /// max(0, 1 − D(x)) + max(0, 1 + D(G(z))) of each pair, `[N, 1]`.
    public func discriminator(realLogits: Tensor, fakeLogits: Tensor) throws -> Tensor {
        try (1 - realLogits).leakyReLU(slope: 0) + (1 + fakeLogits).leakyReLU(slope: 0)
    }

    /// −D(G(z)) of each image, `[N, 1]`.
    public func generator(fakeLogits: Tensor, realLogits: () throws -> Tensor) throws -> Tensor {
        try fakeLogits.negated()
    }
}
