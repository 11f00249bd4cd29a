import Datasets
public import GAN
public import Runs

extension Sampler {
    /// Draws `count` images of latents from N(0, 1), of each class as many as `run`'s data has of it in proportion; of the
    /// classes in turn where the data is not there any more.
    public func draw(count: Int, seed: UInt64, asIn run: RunDirectory) throws -> Drawings {
        guard !classes.isEmpty, let dataset = try? run.configuration().openDataset(),
            dataset.categories.map(\.name) == classes
        else { return try draw(count: count, seed: seed) }
        let labels = (0..<count).map { dataset.label(at: $0 * dataset.count / count) }
        return try draw(latents(count: count, seed: seed), labels: self.labels(of: labels))
    }
}
