import Datasets
public import Runs
import Torch

/// Weights that were trained elsewhere, to be made a run that can be drawn with and, where there are drawings to train
/// on, resumed.
public struct ImportedRun {
    /// The settings, with the sizes of the networks.
    public let configuration: TrainingConfiguration
    private let generator: NetworkWeights
    private let discriminator: NetworkWeights?
    /// What to train on; nil where the run is to be drawn with only.
    private let dataset: Dataset?

    /// A run of these weights. With sources in `configuration`, it can be resumed: it goes on from the weights with
    /// optimizers that begin anew, so both networks are needed.
    ///
    /// Opens the data and checks everything; writes nothing before ``create(in:name:)``. Throws `ConfigurationError`
    /// and `DatasetError`.
    public init(
        generator: NetworkWeights, discriminator: NetworkWeights?, configuration: TrainingConfiguration
    ) throws {
        let shape = generator.shape
        if let other = discriminator?.shape, !shape.drawsImages(of: other) {
            throw ConfigurationError(
                "the generator draws images of \(shape.images) at width \(shape.width), but the discriminator looks at "
                    + "\(other.images) at width \(other.width); expected two networks that were trained together")
        }
        var sized = configuration
        sized.latentSize = shape.latentSize
        sized.width = shape.width
        sized.imageSize = shape.imageSize
        if configuration.sources.isEmpty {
            sized.channels = shape.channels
            dataset = nil
        } else {
            guard discriminator != nil else {
                throw ConfigurationError(
                    "to train on, both networks are needed, and there is no discriminator; give it too, or leave out "
                        + "the drawings")
            }
            try sized.validate()
            let dataset = try sized.openDataset()
            guard dataset.channels == shape.channels else {
                throw ConfigurationError(
                    "the networks are for images of \(shape.channels) channels, but the drawings have "
                        + "\(dataset.channels); give drawings like those that they were trained on")
            }
            sized = try sized.resolved(for: dataset)
            self.dataset = dataset
        }
        self.generator = generator
        self.discriminator = discriminator
        self.configuration = sized
    }

    /// Makes the run's folder in `runsFolder`, called `name`. Throws `FileError`.
    public func create(in runsFolder: String, name: String) throws -> RunDirectory {
        let run = try RunDirectory.create(in: runsFolder, name: name, configuration: configuration)
        try discriminator?.write(to: run.discriminatorPath)
        if let dataset, let discriminator {
            let state = try TrainingState(configuration, generator: generator, discriminator: discriminator)
            try CheckpointFolder(run, configuration, dataset: dataset).save(state)
        }
        try generator.write(to: run.generatorPath)
        return run
    }
}

extension NetworkShape {
    /// Whether a discriminator of `other` can look at what a generator of this shape draws, and is of its width.
    fileprivate func drawsImages(of other: NetworkShape) -> Bool {
        (imageSize, channels, width) == (other.imageSize, other.channels, other.width)
    }

    fileprivate var images: String { "\(imageSize)×\(imageSize) pixels, \(channels) channels," }
}

extension TrainingState {
    /// The state before the first step, but with weights that came from elsewhere.
    fileprivate convenience init(
        _ configuration: TrainingConfiguration, generator: NetworkWeights, discriminator: NetworkWeights
    ) throws {
        try self.init(configuration)
        for target in [self.generator.weights] + (average.map { [$0.generator.weights] } ?? []) {
            try GAN.restore(target, from: generator.tensors, at: "the generator")
        }
        try GAN.restore(self.discriminator.weights, from: discriminator.tensors, at: "the discriminator")
    }
}
