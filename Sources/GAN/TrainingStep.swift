public import Networks
public import Runs
public import Torch

/// One training step: each update of an objective in turn, which is a loss, its gradient, and an optimizer's step along
/// it.
public struct TrainingStep {
    let generator: Trained
    let discriminator: Trained
    let objective: Objective
    /// How the losses of a batch's images become the one number whose gradient is taken.
    let reduction: LossReduction

    /// A network, and what changes its weights.
    public struct Trained {
        /// The network.
        public let network: Network
        /// Of the network's parameters.
        public let optimizer: Adam

        /// `network`, trained by `optimizer`, which must be of its parameters.
        public init(_ network: Network, _ optimizer: Adam) {
            self.network = network
            self.optimizer = optimizer
        }
    }

    /// A step of these networks towards `objective`.
    public init(generator: Trained, discriminator: Trained, objective: Objective, reduction: LossReduction) {
        self.generator = generator
        self.discriminator = discriminator
        self.objective = objective
        self.reduction = reduction
    }

    /// Trains both networks on `realImages` `[N, C, H, W]`, of the classes `labels` `[N, K]` where the networks take
    /// these.
    ///
    /// Throws ``TrainingError/lossIsNotFinite(network:)`` before the network concerned changes.
    /// - Parameters:
    ///   - progress: How much of the run is done, 0 to 1: what schedules go by.
    ///   - latents: Makes latents `[N, Z]`, others each time.
    ///   - random: What dropout draws from.
    /// - Returns: Losses, penalties and what the discriminator believed before its update, means over the batch.
    public func callAsFunction(
        realImages: Tensor, labels: Tensor? = nil, progress: Double = 0, random: RandomGenerator,
        latents: () throws -> Tensor
    ) throws -> Measurements {
        var measurements = Measurements()
        for update in objective.updates {
            let batch = TrainingBatch(
                generator: generator.network, discriminator: discriminator.network, realImages: realImages,
                latents: try latents(), labels: labels, mode: .training(random: random), progress: progress)
            let losses = try update.losses(batch)
            let loss = try reduction == .sum ? losses.values.sum() : losses.values.mean()
            guard try loss.scalar().isFinite else {
                throw TrainingError.lossIsNotFinite(network: update.network.rawValue)
            }
            let trained = update.network == .generator ? generator : discriminator
            try trained.optimizer.step(
                gradients: gradients(of: loss, withRespectTo: trained.network.parameters.map(\.tensor)))
            measurements.merge(losses.measurements)
        }
        return measurements
    }
}
