import Datasets
import Torch

/// Reads batches of real images into one buffer, which it reuses.
final class BatchLoader {
    private let dataset: Dataset
    private let sampler: BatchSampler
    private let device: Device
    private let buffer: Tensor
    /// K of labels; 0 for none.
    private let classes: Int

    init(_ dataset: Dataset, sampler: BatchSampler, classes: Int, device: Device) throws {
        self.classes = classes
        self.dataset = dataset
        self.sampler = sampler
        self.device = device
        let size = dataset.imageSize
        buffer = try Tensor.zeros([min(sampler.batchSize, dataset.count), dataset.channels, size, size])
    }

    /// The images `[N, C, H, W]` of a batch, N smaller for the last of an epoch, and their classes, one-hot `[N, K]`. The
    /// images are overwritten by the next call.
    func load(epoch: Int, batch: Int) throws -> (images: Tensor, labels: Tensor?) {
        let indices = sampler.indices(epoch: epoch, batch: batch)
        try buffer.withUnsafeMutableFloats { floats in
            let used = floats[..<(indices.count * dataset.valuesPerImage)]
            try dataset.readImages(at: indices, into: UnsafeMutableBufferPointer(rebasing: used))
        }
        let images = try buffer.narrowed(dimension: 0, start: 0, length: indices.count).moved(to: device)
        let labels = try Tensor.labels(of: indices.map(dataset.label), classes: classes, device: device)
        return (images, labels)
    }
}
