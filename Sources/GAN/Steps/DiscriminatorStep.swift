public import Networks
public import Runs
public import Torch

/// One update of the discriminator.
public struct DiscriminatorStep {
    let generator: Network
    let discriminator: Network
    let optimizer: Adam
    let loss: AdversarialLoss

    public init(generator: Network, discriminator: Network, optimizer: Adam, loss: AdversarialLoss) {
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
        let training = Network.Mode.training(random: dropoutRandom)
        let fakeImages = try withoutGradients { try generator(latents, training) }
        let (realLogits, fakeLogits) = try logits(realImages, fakeImages, training)
        let batchLoss = try loss.discriminator(realLogits: realLogits, fakeLogits: fakeLogits)
        let meanLoss = try loss.mean(of: batchLoss, count: latents.shape[0])
        guard meanLoss.isFinite else { throw TrainingError.lossIsNotFinite(network: "discriminator") }

        let parameters = discriminator.parameters.map(\.tensor)
        try optimizer.step(gradients: gradients(of: batchLoss, withRespectTo: parameters))
        return try withoutGradients {
            let right = try realLogits.floats().count { $0 > 0 } + fakeLogits.floats().count { $0 < 0 }
            return Measurements([
                .discriminatorLoss: meanLoss,
                .realProbability: try realLogits.sigmoid().mean().scalar(),
                .fakeProbability: try fakeLogits.sigmoid().mean().scalar(),
                .discriminatorAccuracy: Double(right) / Double(2 * latents.shape[0]),
            ])
        }
    }

    /// The logits of both halves: in one batch, which takes less time, where no image's logit depends on the others.
    private func logits(_ real: Tensor, _ fake: Tensor, _ mode: Network.Mode) throws -> (Tensor, Tensor) {
        if discriminator.description.mixesBatch {
            return (try discriminator(real, mode), try discriminator(fake, mode))
        }
        let logits = try discriminator(.concatenated([real, fake]), mode)
        return (
            try logits.narrowed(dimension: 0, start: 0, length: real.shape[0]),
            try logits.narrowed(dimension: 0, start: real.shape[0], length: fake.shape[0])
        )
    }
}
