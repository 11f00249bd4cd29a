import Datasets
import Dispatch
import Synchronization
import Torch

/// Reads batches of real images: the next one while its caller works with the one before, so that training does not wait
/// for the disk.
final class BatchLoader {
    private let dataset: Dataset
    private let sampler: BatchSampler
    private let device: Device
    private let queue = DispatchQueue(label: "atelier.batches", qos: .userInitiated)
    /// What is being read or has been, until it is taken.
    private var next: Reading?
    private let pixels: SharedPixels
    private let buffer: Tensor

    init(_ dataset: Dataset, sampler: BatchSampler, device: Device) throws {
        self.dataset = dataset
        self.sampler = sampler
        self.device = device
        let size = dataset.imageSize
        buffer = try Tensor.zeros([min(sampler.batchSize, dataset.count), dataset.channels, size, size])
        pixels = SharedPixels(count: buffer.count)
    }

    /// The images `[N, C, H, W]` of a batch, N smaller for the last of an epoch. They are overwritten by the next call.
    /// Throws `DatasetError`, of this batch only.
    func images(epoch: Int, batch: Int) throws -> Tensor {
        let current = next.flatMap { $0.epoch == epoch && $0.batch == batch ? $0 : nil }
        let count = try (current ?? read(epoch: epoch, batch: batch)).imageCount()
        try buffer.withUnsafeMutableFloats { floats in
            pixels.copy(to: UnsafeMutableBufferPointer(rebasing: floats[..<(count * dataset.valuesPerImage)]))
        }
        let isLast = batch + 1 >= sampler.batchesPerEpoch
        next = isLast ? read(epoch: epoch + 1, batch: 0) : read(epoch: epoch, batch: batch + 1)
        return try buffer.narrowed(dimension: 0, start: 0, length: count).moved(to: device)
    }

    private func read(epoch: Int, batch: Int) -> Reading {
        let reading = Reading(epoch: epoch, batch: batch)
        queue.async { [dataset, sampler, pixels] in
            reading.end(
                Result {
                    let indices = sampler.indices(epoch: epoch, batch: batch)
                    try pixels.read(indices, of: dataset)
                    return indices.count
                })
        }
        return reading
    }
}

/// The pixels of one batch.
private final class SharedPixels: Sendable {
    private let values: Mutex<[Float]>

    init(count: Int) { values = Mutex([Float](repeating: 0, count: count)) }

    func read(_ indices: [Int], of dataset: Dataset) throws {
        try values.withLock { values in
            try values.withUnsafeMutableBufferPointer { buffer in
                let used = buffer[..<(indices.count * dataset.valuesPerImage)]
                try dataset.readImages(at: indices, into: UnsafeMutableBufferPointer(rebasing: used))
            }
        }
    }

    /// Copies the first ones, as many as `target` takes.
    func copy(to target: UnsafeMutableBufferPointer<Float>) {
        values.withLock { _ = target.update(fromContentsOf: $0[..<target.count]) }
    }
}

/// A batch that is being read.
private final class Reading: Sendable {
    let epoch: Int
    let batch: Int
    private let result = Mutex<Result<Int, any Error>?>(nil)
    private let hasEnded = DispatchSemaphore(value: 0)

    init(epoch: Int, batch: Int) {
        self.epoch = epoch
        self.batch = batch
    }

    func end(_ result: Result<Int, any Error>) {
        self.result.withLock { $0 = result }
        hasEnded.signal()
    }

    /// The images that were read. Waits for them; to be called once.
    func imageCount() throws -> Int {
        hasEnded.wait()
        return try result.withLock { try $0?.get() } ?? 0
    }
}
