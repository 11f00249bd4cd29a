import Datasets
import Networks
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
        let images = generator.images
        guard let tutorial = DCGAN(of: generator.network, drawing: images) else {
            throw ConfigurationError("the generator is not the tutorial's, of any size; expected one that it made")
        }
        if let discriminator, discriminator.network != tutorial.discriminator(of: images) {
            throw ConfigurationError(
                "the generator draws images of \(images) at width \(tutorial.width), but the discriminator "
                    + "is not one for these, of the same width; expected two networks that were trained together")
        }
        var sized = configuration
        sized.architecture = .dcgan
        sized.latentSize = tutorial.latentSize
        sized.width = tutorial.width
        sized.imageSize = images.size
        if configuration.sources.isEmpty {
            sized.channels = images.channels
            dataset = nil
        } else {
            guard discriminator != nil else {
                throw ConfigurationError(
                    "to train on, both networks are needed, and there is no discriminator; give it too, or leave out "
                        + "the drawings")
            }
            try sized.validate()
            let dataset = try sized.openDataset()
            guard dataset.channels == images.channels else {
                throw ConfigurationError(
                    "the networks are for images of \(counted(images.channels, "channel")), but the drawings have "
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
            let data = try RunData(of: dataset, sources: configuration.sources)
            try data.write(to: run)
            try CheckpointFolder(run, configuration, dataset: dataset, data: data).save(state)
        }
        try generator.write(to: run.generatorPath)
        return run
    }
}

extension TrainingState {
    /// The state before the first step, but with weights that came from elsewhere.
    fileprivate convenience init(
        _ configuration: TrainingConfiguration, generator: NetworkWeights, discriminator: NetworkWeights
    ) throws {
        try self.init(configuration)
        for network in [self.generator] + (average.map { [$0.generator] } ?? []) { try generator.load(into: network) }
        try discriminator.load(into: self.discriminator)
    }
}
