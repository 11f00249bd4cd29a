import ArgumentParser
import Foundation
import Runs

/// The settings that flags can change, of a new run and of a resumed one.
struct TrainingOptions: ParsableArguments {
    @Option(help: "Passes over the data in all.")
    var epochs: Int?

    @Option(help: "Training steps in all; fewer than the epochs take.")
    var maxSteps: Int?

    @Option(help: "Real images in one step.")
    var batchSize: Int?

    @Option(help: "Numbers in one latent.")
    var latentSize: Int?

    @Option(help: "Adam's step size.")
    var learningRate: Double?

    @Option(help: "Channels of the networks' outermost hidden layers; 64 in the tutorial.")
    var width: Int?

    @Option(help: "Side of the images in pixels, a multiple of 4 from 16 to 128; the data's own if left out.")
    var imageSize: Int?

    @Option(help: "Train on these categories only, separated by commas.")
    var categories: String?

    @Option(help: "At most so many drawings in all.")
    var maxImages: Int?

    @Option(name: .customLong("data"), help: "Folder in which fashion-mnist is looked for.")
    var dataFolder: String?

    @Option(help: "Decay of a moving average of the generator's weights, such as 0.99; drawings come from it.")
    var averageDecay: Double?

    @Option(help: "Seed of all that is random.")
    var seed: UInt64?

    @Option(help: "cpu, cuda, cuda:1 or mps.")
    var device: String?

    @Option(
        help: "float32, or bfloat16 for faster convolutions, exact to two or three digits, on CPUs that have it.",
        transform: precision(named:))
    var precision: Precision?

    @Option(help: "Threads of the CPU's kernels.")
    var threads: Int?

    @Option(help: "Checkpoints kept beside those of every tenth epoch.")
    var keep: Int?

    @Flag(
        inversion: .prefixedNo, exclusivity: .chooseLast,
        help: "Keep generator.h5 and discriminator.h5 for Keras after each epoch; the tutorial does.")
    var keras: Bool?

    @Flag(inversion: .prefixedNo, exclusivity: .chooseLast, help: "Record curves and drawings for TensorBoard too.")
    var tensorboard: Bool?

    /// Replaces the settings whose flags were given.
    func apply(to configuration: inout TrainingConfiguration) {
        func set<Value>(_ setting: WritableKeyPath<TrainingConfiguration, Value>, _ flag: Value?) {
            if let flag { configuration[keyPath: setting] = flag }
        }
        func set<Value>(_ setting: WritableKeyPath<TrainingConfiguration, Value?>, _ flag: Value?) {
            if let flag { configuration[keyPath: setting] = flag }
        }
        set(\.epochs, epochs)
        set(\.maxSteps, maxSteps)
        set(\.batchSize, batchSize)
        set(\.latentSize, latentSize)
        set(\.learningRate, learningRate)
        set(\.width, width)
        set(\.imageSize, imageSize)
        set(\.categories, categories.map(namesSeparatedByCommas))
        set(\.maxImages, maxImages)
        set(\.dataFolder, dataFolder.map(absolutePath))
        set(\.averageDecay, averageDecay)
        set(\.seed, seed)
        set(\.device, device)
        set(\.precision, precision)
        set(\.threads, threads)
        set(\.keep, keep)
        set(\.kerasWeights, keras)
        set(\.tensorBoard, tensorboard)
    }
}

private func precision(named name: String) throws -> Precision {
    guard let precision = Precision(rawValue: name) else {
        throw ConfigurationError("--precision is \(name); expected float32 or bfloat16")
    }
    return precision
}

/// The names in the value of `--categories`.
func namesSeparatedByCommas(_ text: String) -> [String] {
    text.split(separator: ",").map { $0.trimmingCharacters(in: .whitespaces) }
}
