public import Runs
public import Torch

/// One update of the discriminator.
public struct DiscriminatorStep {
    let generator: Generator
    let discriminator: Discriminator
    let optimizer: Adam
    let loss: AdversarialLoss

    public init(generator: Generator, discriminator: Discriminator, optimizer: Adam, loss: AdversarialLoss) {
        self.generator = generator
        self.discriminator = discriminator
        self.optimizer = optimizer
        self.loss = loss
    }

    /// Moves the discriminator towards telling `realImages` `[N, C, H, W]` from what the generator draws of `latents`
    /// `[N, Z]`, both networks in training mode. Throws ``TrainingError/lossIsNotFinite(network:)`` before it changes a
    /// weight.
    ///
    /// - Returns: Its loss, D(x) and D(G(z)), means over the batch.
    public func callAsFunction(
        realImages: Tensor, latents: Tensor, dropoutRandom: RandomGenerator
    ) throws -> Measurements {
        let fakeImages = try withoutGradients { try generator(latents, training: true) }
        // Nothing in the discriminator depends on the other images of a batch, and one of twice as many takes less time.
        let logits = try discriminator(
            .concatenated([realImages, fakeImages]), training: true, random: dropoutRandom)
        let realLogits = try logits.narrowed(dimension: 0, start: 0, length: realImages.shape[0])
        let fakeLogits = try logits.narrowed(dimension: 0, start: realImages.shape[0], length: fakeImages.shape[0])
        let batchLoss = try loss.discriminator(realLogits: realLogits, fakeLogits: fakeLogits)
        let meanLoss = try loss.mean(of: batchLoss, count: latents.shape[0])
        guard meanLoss.isFinite else { throw TrainingError.lossIsNotFinite(network: "discriminator") }

        let parameters = discriminator.parameters.map(\.tensor)
        try optimizer.step(gradients: gradients(of: batchLoss, withRespectTo: parameters))
        return try withoutGradients {
            Measurements([
                .discriminatorLoss: meanLoss,
                .realProbability: try realLogits.sigmoid().mean().scalar(),
                .fakeProbability: try fakeLogits.sigmoid().mean().scalar(),
            ])
        }
    }
}
