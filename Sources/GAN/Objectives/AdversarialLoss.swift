public import Runs
public import Torch

/// What each network wants of the discriminator's logits, image by image.
public protocol AdversarialLoss: Sendable {
    /// The discriminator's loss of each pair, `[N, 1]`, from its logits `[N, 1]` of real and of generated images.
    func discriminator(realLogits: Tensor, fakeLogits: Tensor) throws -> Tensor

    /// The generator's loss of each image, `[N, 1]`, from its images' logits `[N, 1]`. A loss that compares them with
    /// those of as many real images asks for these; others save the time.
    func generator(fakeLogits: Tensor, realLogits: () throws -> Tensor) throws -> Tensor

    /// The numbers `[N, 1]` by whose sign an image is taken for real or for generated: the logits themselves, where
    /// these mean something on their own.
    func verdicts(realLogits: Tensor, fakeLogits: Tensor) throws -> (real: Tensor, fake: Tensor)
}

extension AdversarialLoss {
    /// The logits themselves.
    public func verdicts(realLogits: Tensor, fakeLogits: Tensor) throws -> (real: Tensor, fake: Tensor) {
        (realLogits, fakeLogits)
    }
}

extension Loss {
    /// The loss that the setting names.
    public var adversarial: any AdversarialLoss {
        switch self {
        case .crossEntropy: CrossEntropyLoss()
        case .hinge: HingeLoss()
        case .relativistic: RelativisticLoss()
        }
    }
}
