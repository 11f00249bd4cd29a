/// A named set of settings to start from.
public enum Preset: String, Codable, Sendable, CaseIterable {
    /// The TensorFlow tutorial's own settings: batch 256, Adam 1e-4, loss summed over the batch, 100 epochs.
    case tutorial
    /// Recognisable drawings within minutes: smaller batches, a higher rate with less momentum (Radford et al. 2016,
    /// "Unsupervised Representation Learning with Deep Convolutional GANs"), and drawings from averaged weights.
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
            configuration.epochs = 8
            configuration.batchSize = 64
            configuration.learningRate = 2e-4
            configuration.beta1 = 0.5
            configuration.lossReduction = .mean
            configuration.averageDecay = 0.99
        }
    }
}
