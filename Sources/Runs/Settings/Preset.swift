/// A named set of settings to start from.
public enum Preset: String, Codable, Sendable, CaseIterable {
    /// The TensorFlow tutorial's own settings: batch 256, Adam 1e-4, loss summed over the batch, 100 epochs.
    case tutorial
    /// Recognisable drawings within minutes: at most 8,000 drawings, networks of half the width, smaller batches, a
    /// higher rate with less momentum (Radford et al. 2016, "Unsupervised Representation Learning with Deep
    /// Convolutional Generative Adversarial Networks"), and drawings from averaged weights.
    case quick

    /// One line for `--help`.
    public var summary: String {
        switch self {
        case .tutorial: "the tutorial's own settings, 100 epochs"
        case .quick: "a first picture within minutes"
        }
    }

    func apply(to configuration: inout TrainingConfiguration) {
        configuration.preset = self
        switch self {
        case .tutorial:
            break
        case .quick:
            configuration.selectionTotal = 8000
            configuration.width = 32
            configuration.epochs = 14
            configuration.batchSize = 64
            configuration.learningRate = 4e-4
            configuration.beta1 = 0.5
            configuration.lossReduction = .mean
            configuration.averageDecay = 0.99
            configuration.kerasWeights = false
        }
    }
}
