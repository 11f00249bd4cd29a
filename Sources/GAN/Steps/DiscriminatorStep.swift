public import Torch

/// One update of the discriminator.
public struct DiscriminatorStep {
    let generator: Generator
    let discriminator: Discriminator
    let optimizer: Adam
    let loss: AdversarialLoss

    /// What a step measured, means over the batch.
    public struct Measurement: Sendable {
        public let loss: Double
        /// D(x).
        public let realProbability: Double
        /// D(G(z)).
        public let fakeProbability: Double
    }

    public init(generator: Generator, discriminator: Discriminator, optimizer: Adam, loss: AdversarialLoss) {
        self.generator = generator
        self.discriminator = discriminator
        self.optimizer = optimizer
        self.loss = loss
    }

    /// Moves the discriminator towards telling `realImages` `[N, C, H, W]` from what the generator draws of `latents`
    /// `[N, Z]`, both networks in training mode. Throws ``TrainingError/lossIsNotFinite(network:)`` before it changes a
    /// weight.
    public func callAsFunction(
        realImages: Tensor, latents: Tensor, dropoutRandom: RandomGenerator
    ) throws -> Measurement {
        let fakeImages = try withoutGradients { try generator(latents, training: true) }
        let realLogits = try discriminator(realImages, training: true, random: dropoutRandom)
        let fakeLogits = try discriminator(fakeImages, training: true, random: dropoutRandom)
        let batchLoss = try loss.discriminator(realLogits: realLogits, fakeLogits: fakeLogits)
        let meanLoss = try loss.mean(of: batchLoss, count: latents.shape[0])
        guard meanLoss.isFinite else { throw TrainingError.lossIsNotFinite(network: "discriminator") }

        let parameters = discriminator.parameters.map(\.tensor)
        try optimizer.step(gradients: gradients(of: batchLoss, withRespectTo: parameters))
        return try withoutGradients {
            Measurement(
                loss: meanLoss,
                realProbability: try realLogits.sigmoid().mean().scalar(),
                fakeProbability: try fakeLogits.sigmoid().mean().scalar())
        }
    }
}
