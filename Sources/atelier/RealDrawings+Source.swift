import Datasets
import Evaluation
import GAN
import Runs

extension RealDrawings {
    /// The drawings of `source`, or, where none is named, those that `run` was trained on; at `size`×`size` pixels. What has
    /// to be downloaded is, first.
    init(source: String?, run: RunDirectory?, size: Int, seed: UInt64) async throws {
        if let source {
            try await fetchMissing([source])
            var options = DatasetOptions(imageSize: size)
            options.imageSizes = TrainingConfiguration.imageSizes
            options.imageSizeDivisor = TrainingConfiguration.imageSizeDivisor
            try self.init(Dataset.open([source], options: options), seed: seed)
            return
        }
        guard let configuration = try run?.configuration(), !configuration.sources.isEmpty else {
            throw ConfigurationError(
                "there is nothing to compare with; name real drawings by --against, such as --against cat.npy")
        }
        try await fetchMissing(configuration.sources)
        try self.init(configuration.openDataset(), seed: seed)
    }
}
