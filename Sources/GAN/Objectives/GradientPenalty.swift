public import Torch

/// γ/2 · ‖∇D‖² at each image of one kind, squares summed over C, H and W: R1 at real images (Mescheder et al. 2018,
/// "Which Training Methods for GANs do actually Converge?"), R2 at generated ones (Roth et al. 2017, "Stabilizing
/// Training of Generative Adversarial Networks through Regularization").
public struct GradientPenalty: Sendable, Equatable {
    /// At which images gradients are penalised.
    public enum Images: Sendable {
        /// Real images (R1), generated ones (R2).
        case real, fake
    }

    /// Where it is taken.
    public let images: Images
    /// γ over the run.
    public let gamma: Schedule

    /// A penalty at `images` with γ = `gamma`.
    public init(_ images: Images, gamma: Schedule) {
        self.images = images
        self.gamma = gamma
    }

    /// The penalty at each image, `[N, 1]`, from the logits' gradients to the images, `[N, C, H, W]`.
    public func callAsFunction(_ slopes: Tensor, progress: Double) throws -> Tensor {
        try slopes.square().sum(dimensions: [1, 2, 3]).reshaped([slopes.shape[0], 1])
            * (gamma.value(at: progress) / 2)
    }
}
