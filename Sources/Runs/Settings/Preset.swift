/// A named set of settings to start from.
public enum Preset: String, Codable, Sendable, CaseIterable {
    /// The settings of the article that the tutorial follows: batch 256, Adam 1e-4, loss summed over the batch, 100 epochs.
    /// TensorFlow's own page differs in some (docs/tutorial.md).
    case tutorial
    /// Recognisable drawings within a minute: ``fine``'s recipe on at most 8,000 drawings, in smaller batches and with
    /// penalties that stay, which pays in so short a run (docs/explanation/recipes.md).
    case quick
    /// Ten minutes: a deeper discriminator, the relativistic loss with penalties on its gradients, rates that fall to the
    /// end, several categories told apart, and drawings from averaged weights (after Huang et al. 2024, "The GAN is dead;
    /// long live the GAN!"; docs/explanation/recipes.md has what was measured).
    case fine
    /// An hour of the same.
    case best

    /// One line for `--help`.
    public var summary: String {
        switch self {
        case .tutorial: "the tutorial's own settings, 100 epochs"
        case .quick: "a first picture, in a minute"
        case .fine: "good drawings, in ten minutes"
        case .best: "better ones, in an hour"
        }
    }

    func apply(to configuration: inout TrainingConfiguration) {
        configuration.preset = self
        switch self {
        case .tutorial:
            break
        case .quick:
            applyRecipe(to: &configuration, minutes: 1)
            configuration.selectionTotal = 8000
            configuration.batchSize = 32
            configuration.gammaEnd = 1
        case .fine:
            applyRecipe(to: &configuration, minutes: 10)
        case .best:
            applyRecipe(to: &configuration, minutes: 60)
        }
    }

    private func applyRecipe(to configuration: inout TrainingConfiguration, minutes: Double) {
        configuration.epochs = nil
        configuration.minutes = minutes
        configuration.selectionTotal = nil
        configuration.heldOut = 0.1
        configuration.unconditional = false
        configuration.architecture = .residual
        configuration.width = 32
        configuration.dropoutRate = 0
        configuration.loss = .relativistic
        configuration.r1Gamma = 1
        configuration.r2Gamma = 1
        configuration.gammaEnd = 0.1
        configuration.batchSize = 64
        configuration.lossReduction = .mean
        configuration.learningRate = 4e-4
        configuration.learningRateEnd = 0.05
        configuration.beta1 = 0.5
        configuration.beta2 = 0.99
        configuration.averageHalfLife = 500_000
        configuration.kerasWeights = false
    }
}
