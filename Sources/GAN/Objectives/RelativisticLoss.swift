public import Torch

/// The relativistic pairing loss (Jolicoeur-Martineau 2018, "The relativistic discriminator"; as in Huang et al. 2024,
/// "The GAN is dead; long live the GAN!"): softplus(D(G(z)) − D(x)) for the discriminator, softplus(D(x) − D(G(z))) for
/// the generator.
public struct RelativisticLoss: AdversarialLoss {
    /// The loss; it has no settings.
    public init() {}

    /// softplus(D(G(z)) − D(x)) of each pair, `[N, 1]`.
    public func discriminator(realLogits: Tensor, fakeLogits: Tensor) throws -> Tensor {
        try (fakeLogits - realLogits).softplus()
    }

    /// softplus(D(x) − D(G(z))) of each pair, `[N, 1]`.
    public func generator(fakeLogits: Tensor, realLogits: () throws -> Tensor) throws -> Tensor {
        try (realLogits() - fakeLogits).softplus()
    }

    /// A logit means something beside that of its pair only.
    public func verdicts(realLogits: Tensor, fakeLogits: Tensor) throws -> (real: Tensor, fake: Tensor) {
        (try realLogits - fakeLogits, try fakeLogits - realLogits)
    }
}
