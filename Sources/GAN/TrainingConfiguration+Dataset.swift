public import Datasets
public import Runs

extension TrainingConfiguration {
    /// Opens the drawings that the configuration names, without those that it holds out. Throws `DatasetError`.
    public func openDataset() throws -> Dataset { try Dataset.open(sources, options: datasetOptions) }

    /// What is taken of the sources.
    public var datasetOptions: DatasetOptions {
        var options = DatasetOptions(
            imageSize: imageSize, maximumImages: maxImages, categories: categories, selectionTotal: selectionTotal,
            seed: seed, dataFolder: dataFolder)
        (options.imageSizes, options.imageSizeDivisor) = (Self.imageSizes, Self.imageSizeDivisor)
        options.isInverted = invert
        options.isTransposed = transpose
        options.skipsDamaged = skipDamaged
        options.keepsPaper = keepPaper
        options.recognizedOnly = recognizedOnly
        options.heldOutShare = heldOut
        return options
    }

    /// The configuration with the sizes of `dataset`'s images, checked. Throws ``ConfigurationError``, or
    /// `DatasetError` where the images' own size is none that networks can have.
    public func resolved(for dataset: Dataset) throws -> TrainingConfiguration {
        try resolved(for: dataset, networks: \.networks)
    }

    /// The same for the networks that `networks` makes of a configuration.
    func resolved(
        for dataset: Dataset, networks: (TrainingConfiguration) -> any NetworkArchitecture
    ) throws -> TrainingConfiguration {
        let (smallest, largest) = (Self.imageSizes.lowerBound, Self.imageSizes.upperBound)
        if imageSize == nil, !Self.imageSizes.contains(dataset.imageSize) {
            throw DatasetError(
                .malformed, path: dataset.categories.first?.path ?? "the data",
                "has drawings of \(dataset.imageSize)×\(dataset.imageSize) pixels, expected a side from \(smallest) to "
                    + "\(largest); have them resized, such as by --image-size \(smallest)")
        }
        var resolved = self
        resolved.imageSize = dataset.imageSize
        resolved.channels = dataset.channels
        resolved.classes = unconditional || dataset.categories.count == 1 ? [] : dataset.categories.map(\.name)
        try resolved.validate()
        try networks(resolved).check(resolved.imageShape())
        return resolved
    }
}

extension Dataset {
    /// What a run was trained on, to tell whether its sources still hold the same.
    var inventory: String {
        let categories = categories.map { "\($0.name) (\($0.count) of \($0.availableCount))" }
        return "\(count) drawings: \(categories.joined(separator: ", "))"
    }
}
