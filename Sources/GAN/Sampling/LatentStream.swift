import Torch

/// The latents of one seed, one after the other: numbers from N(0, 1), the same for a seed whoever asks.
public final class LatentStream {
    /// Z.
    private let latentSize: Int
    private let random: RandomGenerator
    /// The index of the latent that ``next()`` returns.
    public private(set) var position = 0

    /// The stream of `seed`, of latents of `latentSize` numbers. Throws `TorchError`.
    public init(seed: UInt64, latentSize: Int) throws {
        self.latentSize = latentSize
        random = try RandomGenerator(seed: seed)
    }

    /// The next latent, [Z].
    public func next() throws -> [Float] {
        position += 1
        return try random.normal([latentSize]).floats()
    }

    /// Passes over `count` latents. They are made one at a time: the generator cannot jump.
    public func skip(_ count: Int) throws {
        for _ in 0..<count { _ = try random.normal([latentSize]) }
        position += count
    }
}
