public import Networks
public import Torch

/// One update of the generator.
public struct GeneratorStep {
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

    /// Moves the generator towards drawings of `latents` `[N, Z]` that the discriminator takes for real, both networks
    /// in training mode, and returns the mean loss. Throws ``TrainingError/lossIsNotFinite(network:)`` before it
    /// changes a weight.
    public func callAsFunction(latents: Tensor, dropoutRandom: RandomGenerator) throws -> Double {
        let training = Network.Mode.training(random: dropoutRandom)
        let fakeImages = try generator(latents, training)
        let fakeLogits = try discriminator(fakeImages, training)
        let batchLoss = try loss.generator(fakeLogits: fakeLogits)
        let meanLoss = try loss.mean(of: batchLoss, count: latents.shape[0])
        guard meanLoss.isFinite else { throw TrainingError.lossIsNotFinite(network: "generator") }

        let parameters = generator.parameters.map(\.tensor)
        try optimizer.step(gradients: gradients(of: batchLoss, withRespectTo: parameters))
        return meanLoss
    }
}
