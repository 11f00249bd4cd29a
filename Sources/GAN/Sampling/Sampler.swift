import Foundation
import Networks
public import Runs
public import Torch

/// Draws with a trained generator.
public final class Sampler {
    /// The images that it draws.
    public let images: ImageShape
    /// Z.
    public let latentSize: Int
    /// The names of the classes that can be drawn, K of them, in the order of their labels; empty for a generator that
    /// knows none.
    public let classes: [String]
    let generator: Network
    let device: Device
    /// So many drawings are made at a time, to bound memory.
    private let batchSize = 256

    /// Loads a generator of `run`, the averaged one where the run keeps an average.
    public convenience init(_ run: RunDirectory, _ choice: WeightsChoice = .best, device: Device = .cpu) throws {
        try self.init(NetworkWeights(.generator, of: run, choice), device: device)
    }

    /// Loads a generator from a file such as a run's `generator.safetensors`.
    public convenience init(weights path: String, device: Device = .cpu) throws {
        try self.init(NetworkWeights(.generator, contentsOf: path), device: device)
    }

    /// Draws with these weights.
    public init(_ weights: NetworkWeights, device: Device = .cpu) throws {
        generator = try Network(weights, device: device)
        images = ImageShape(size: generator.output[1], channels: generator.output[0])
        latentSize = weights.network.input[0]
        classes = weights.classes
        self.device = device
    }

    /// Draws `count` images of latents from N(0, 1), of the classes in turn where there are some. The same seed gives the
    /// same images, whatever the count.
    public func draw(count: Int, seed: UInt64) throws -> Drawings {
        try draw(latents(count: count, seed: seed), labels: labels(of: (0..<count).map { $0 % max(classes.count, 1) }))
    }

    /// Draws the film of a ``LatentWalk`` and returns what `frame` makes of the drawings of each of its frames. `labels`
    /// gives those of the drawings at a share of the way, from 0 up to 1; all are of the first class without.
    public func walk<Frame>(
        count: Int, frames: Int, seed: UInt64, labels: (Double) -> [[Float]]? = { _ in nil },
        _ frame: (Drawings) throws -> Frame
    ) throws -> [Frame] {
        let walk = try latentWalk(count: count, frames: frames, seed: seed)
        return try (0..<frames).map { number in
            try frame(draw(walk.latents(atFrame: number), labels: labels(Double(number) / Double(frames))))
        }
    }

    /// The latents of that film.
    public func latentWalk(count: Int, frames: Int, seed: UInt64) throws -> LatentWalk {
        try LatentWalk(count: count, frames: frames, seed: seed, of: self)
    }

    /// The latents of `seed`, in order.
    public func latentStream(seed: UInt64) throws -> LatentStream {
        try LatentStream(seed: seed, latentSize: latentSize)
    }

    /// The first `count` latents of `seed`, [Z] each.
    public func latents(count: Int, seed: UInt64) throws -> [[Float]] {
        let stream = try latentStream(seed: seed)
        return try (0..<count).map { _ in try stream.next() }
    }

    /// The labels, one-hot [K] each, of the classes with these indices; nil for a generator that knows none.
    public func labels(of categories: [Int]) -> [[Float]]? {
        if classes.isEmpty { return nil }
        return categories.map { category in classes.indices.map { $0 == category ? 1 : 0 } }
    }

    /// Draws the images of `latents`, [Z] each, of the classes that `labels` say, [K] each; of the first class without.
    /// Labels between one-hot ones draw something between the classes.
    public func draw(_ latents: [[Float]], labels: [[Float]]? = nil) throws -> Drawings {
        let labels = labels ?? self.labels(of: latents.map { _ in 0 })
        var values: [Float] = []
        for start in stride(from: 0, to: latents.count, by: batchSize) {
            let batch = latents[start..<min(start + batchSize, latents.count)]
            values += try withoutGradients {
                let input = try Tensor(batch.flatMap { $0 }, shape: [batch.count, latentSize])
                let classes = try labels.map { labels in
                    try Tensor(labels[batch.indices].flatMap { $0 }, shape: [batch.count, self.classes.count])
                        .moved(to: device)
                }
                return try generator(input.moved(to: device), labels: classes, .inference).floats()
            }
        }
        return Drawings(
            values: values, count: latents.count, channels: images.channels, imageSize: images.size)
    }
}

extension Sampler {
    /// Labels `[N, K]` of N drawings of one class, as generator and discriminator take them; nil for networks without.
    func labels(count: Int, category: Int) throws -> Tensor? {
        try .labels(of: [Int](repeating: category, count: count), classes: classes.count, device: device)
    }
}

/// The point `fraction` of the way from `start` to `end` along the great circle through both; its length goes evenly
/// from one's to the other's.
public func sphericalInterpolation(_ start: [Float], _ end: [Float], fraction: Double) -> [Float] {
    func length(_ vector: [Float]) -> Double { vector.reduce(0) { $0 + Double($1) * Double($1) }.squareRoot() }
    let lengths = length(start) * length(end)
    let cosine = lengths == 0 ? 1 : zip(start, end).reduce(0) { $0 + Double($1.0) * Double($1.1) } / lengths
    let angle = acos(max(-1, min(1, cosine)))
    // Along nearly the same or opposite directions there is no one great circle: take the straight way.
    guard sin(angle) > 1e-6 else {
        return zip(start, end).map { Float(Double($0) * (1 - fraction) + Double($1) * fraction) }
    }
    let (startShare, endShare) = (sin((1 - fraction) * angle) / sin(angle), sin(fraction * angle) / sin(angle))
    return zip(start, end).map { Float(Double($0) * startShare + Double($1) * endShare) }
}
