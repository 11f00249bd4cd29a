import Foundation
import Networks
public import Runs
public import Torch

/// Draws with a trained generator.
public final class Sampler {
    public let images: ImageShape
    /// Z.
    public let latentSize: Int
    let generator: Network
    let device: Device
    /// So many drawings are made at a time, to bound memory.
    private let batchSize = 256

    /// Loads the newest saved generator of `run`, the averaged one where the run keeps an average.
    public convenience init(_ run: RunDirectory, device: Device = .cpu) throws {
        try self.init(NetworkWeights(.generator, of: run), device: device)
    }

    /// Loads a generator from a file such as a run's `generator.safetensors`.
    public convenience init(weights path: String, device: Device = .cpu) throws {
        try self.init(NetworkWeights(.generator, contentsOf: path), device: device)
    }

    init(_ weights: NetworkWeights, device: Device) throws {
        generator = try Network(weights, device: device)
        images = ImageShape(size: generator.output[1], channels: generator.output[0])
        latentSize = weights.network.input[0]
        self.device = device
    }

    /// Draws `count` images of latents from N(0, 1). The same seed gives the same images, whatever the count.
    public func draw(count: Int, seed: UInt64) throws -> Drawings {
        try draw(latents(count: count, seed: seed))
    }

    /// Draws the film of a ``LatentWalk`` and returns what `frame` makes of the drawings of each of its frames.
    public func walk<Frame>(
        count: Int, frames: Int, seed: UInt64, _ frame: (Drawings) throws -> Frame
    ) throws -> [Frame] {
        let walk = try latentWalk(count: count, frames: frames, seed: seed)
        return try (0..<frames).map { try frame(draw(walk.latents(atFrame: $0))) }
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

    /// Draws the images of `latents`, [Z] each.
    public func draw(_ latents: [[Float]]) throws -> Drawings {
        var values: [Float] = []
        for start in stride(from: 0, to: latents.count, by: batchSize) {
            let batch = latents[start..<min(start + batchSize, latents.count)]
            values += try withoutGradients {
                let input = try Tensor(batch.flatMap { $0 }, shape: [batch.count, latentSize])
                return try generator(input.moved(to: device), .inference).floats()
            }
        }
        return Drawings(
            values: values, count: latents.count, channels: images.channels, imageSize: images.size)
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
