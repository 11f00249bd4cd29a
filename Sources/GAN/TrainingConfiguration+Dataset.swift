public import Datasets
public import Runs

extension TrainingConfiguration {
    /// Opens the drawings that the configuration names. Throws `DatasetError`.
    public func openDataset() throws -> Dataset {
        try Dataset.open(
            sources,
            options: DatasetOptions(
                imageSize: imageSize, maximumImages: maxImages, categories: categories, selectionTotal: selectionTotal,
                seed: seed, dataFolder: dataFolder))
    }

    /// The configuration with the sizes of `dataset`'s images, checked. Throws ``ConfigurationError``.
    public func resolved(for dataset: Dataset) throws(ConfigurationError) -> TrainingConfiguration {
        var resolved = self
        resolved.imageSize = dataset.imageSize
        resolved.channels = dataset.channels
        try resolved.validate()
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
