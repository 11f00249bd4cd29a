public import Runs
public import Torch

/// What the networks are trained for: an adversarial loss, and penalties on the discriminator's gradients.
public struct Objective: Sendable {
    /// What each network wants of the logits.
    public let loss: any AdversarialLoss
    /// Added to the discriminator's loss.
    public let penalties: [GradientPenalty]

    /// Trains for `loss`, with `penalties` added to the discriminator's.
    public init(_ loss: any AdversarialLoss, penalties: [GradientPenalty] = []) {
        self.loss = loss
        self.penalties = penalties
    }

    /// A change of one network's weights along the gradient of a loss.
    public struct Update {
        /// The network that changes.
        public let network: NetworkKind
        /// The losses of a batch.
        public let losses: (TrainingBatch) throws -> Losses
    }

    /// What an update minimises, and what is told of it.
    public struct Losses {
        /// Of each image, `[N, 1]`.
        public let values: Tensor
        /// Means over the batch.
        public let measurements: Measurements
    }

    /// The updates of one step, in order.
    public var updates: [Update] {
        [
            Update(network: .discriminator, losses: discriminatorLosses),
            Update(network: .generator, losses: generatorLosses),
        ]
    }

    private func discriminatorLosses(_ batch: TrainingBatch) throws -> Losses {
        let fakeImages = try withoutGradients { try batch.fakeImages() }
        let realImages = try penalties.isEmpty ? batch.realImages : batch.realImages.detached()
        if !penalties.isEmpty {
            for images in [realImages, fakeImages] { try images.requireGradient(true) }
        }
        let (realLogits, fakeLogits) = try batch.logits(ofReal: realImages, fake: fakeImages)
        let losses = try loss.discriminator(realLogits: realLogits, fakeLogits: fakeLogits)
        var measurements = try withoutGradients { try told(realLogits, fakeLogits) }
        measurements[.discriminatorLoss] = try losses.mean().scalar()
        guard !penalties.isEmpty else { return Losses(values: losses, measurements: measurements) }

        let slopes = try gradients(
            of: realLogits.sum() + fakeLogits.sum(), withRespectTo: [realImages, fakeImages], differentiable: true)
        let penalty = try penalties.map { penalty in
            try penalty(slopes[penalty.images == .real ? 0 : 1], progress: batch.progress)
        }.reduce(nil as Tensor?) { sum, next in try sum.map { try $0 + next } ?? next }
        measurements[.gradientPenalty] = try penalty?.mean().scalar()
        return Losses(values: try penalty.map { try losses + $0 } ?? losses, measurements: measurements)
    }

    private func generatorLosses(_ batch: TrainingBatch) throws -> Losses {
        let fakeLogits = try batch.logits(of: batch.fakeImages())
        let losses = try loss.generator(fakeLogits: fakeLogits) {
            try withoutGradients { try batch.logits(of: batch.realImages) }
        }
        return Losses(values: losses, measurements: Measurements([.generatorLoss: try losses.mean().scalar()]))
    }

    /// What the discriminator believes of a batch.
    private func told(_ realLogits: Tensor, _ fakeLogits: Tensor) throws -> Measurements {
        let verdicts = try loss.verdicts(realLogits: realLogits, fakeLogits: fakeLogits)
        let right = try verdicts.real.floats().count { $0 > 0 } + verdicts.fake.floats().count { $0 < 0 }
        return Measurements([
            .realProbability: try verdicts.real.sigmoid().mean().scalar(),
            .fakeProbability: try verdicts.fake.sigmoid().mean().scalar(),
            .discriminatorAccuracy: Double(right) / Double(2 * realLogits.count),
        ])
    }
}
