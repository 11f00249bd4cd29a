public import Torch

/// γ/2 · ‖∇D‖² at each image of one kind, squares summed over C, H and W: R1 at real images (Mescheder et al. 2018,
/// "Which Training Methods for GANs do actually Converge?"), R2 at generated ones (Roth et al. 2017, "Stabilizing
/// Training of Generative Adversarial Networks through Regularization").
public struct GradientPenalty: Sendable, Equatable {
    public enum Images: Sendable {
        case real, fake
    }

    public let images: Images
    public let gamma: Schedule

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
