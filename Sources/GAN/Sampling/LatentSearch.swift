import Networks
import Torch

/// Finds the latent whose drawing is nearest to a given one, by gradient descent through the generator (Zhu et al.
/// 2016, "Generative Visual Manipulation on the Natural Image Manifold").
///
/// Drawings are compared at full size and at halves and quarters of it, because thin strokes that do not meet have no
/// gradient towards each other. The latent stays within √Z of the origin, where the latents of N(0, 1) lie.
///
///     let search = try LatentSearch(for: drawing, with: sampler, seed: 0)
///     for _ in 0..<200 { try search.advance() }
///     let nearest = search.best
public final class LatentSearch {
    /// A latent that was tried.
    public struct Candidate: Sendable {
        /// [Z].
        public let latent: [Float]
        /// Its drawing, [C, H, W].
        public let image: [Float]
        /// The root of the mean of the squared differences from the drawing searched for, in units of −1 to 1.
        public let distance: Double
        let loss: Double
    }

    /// Iterations done. The first ones try latents of N(0, 1), the others descend from the best of these.
    public private(set) var iteration = 0
    /// The nearest so far; nil before the first iteration.
    public private(set) var best: Candidate?

    private let sampler: Sampler
    /// `[1, K]` of the class that is searched; nil for a generator that knows none.
    private let labels: Tensor?
    private let image: [Float]
    private let target: Tensor
    private let pooling: Tensor
    private let random: RandomGenerator
    private var descent: (latents: Tensor, optimizer: Adam)?

    /// Iterations that try new latents, and the latents that each tries.
    private static let trials = (iterations: 8, latents: 8)
    private static let stepSize = 0.05

    /// A search for `image`, [C, H, W] from −1 (paper) to 1 (ink), among what `sampler` can draw, of the class with the
    /// index `category` where it knows classes.
    public init(for image: [Float], with sampler: Sampler, category: Int = 0, seed: UInt64) throws {
        labels = try sampler.labels(count: 1, category: category)
        self.sampler = sampler
        self.image = image
        let size = sampler.images.size
        // Channels are pooled one by one.
        target = try Tensor(image, shape: [sampler.images.channels, 1, size, size]).moved(to: sampler.device)
        pooling = try Tensor.full([1, 1, 2, 2], value: 0.25, device: sampler.device)
        random = try RandomGenerator(seed: seed, device: sampler.device)
    }

    /// Does one iteration.
    public func advance() throws {
        iteration += 1
        if iteration <= Self.trials.iterations {
            try withoutGradients {
                for _ in 0..<Self.trials.latents {
                    let latents = try random.normal([1, sampler.latentSize])
                    try consider(latents, drawn: sampler.generator(latents, labels: labels, .inference))
                }
            }
        } else {
            try descend()
        }
    }

    private func descend() throws {
        let (latents, optimizer) = try descent ?? begin()
        let images = try sampler.generator(latents, labels: labels, .inference)
        let loss = try consider(latents, drawn: images)
        try optimizer.step(gradients: gradients(of: loss, withRespectTo: [latents]))
        try withoutGradients {
            let norm = try latents.square().sum().sqrt().scalar()
            let limit = Double(sampler.latentSize).squareRoot()
            if norm > limit { try latents.multiply(by: limit / norm) }
        }
    }

    private func begin() throws -> (latents: Tensor, optimizer: Adam) {
        let start = best?.latent ?? [Float](repeating: 0, count: sampler.latentSize)
        let latents = try Tensor(start, shape: [1, start.count]).moved(to: sampler.device)
        try latents.requireGradient(true)
        let optimizer = try Adam(
            parameters: [NamedTensor(name: "latents", tensor: latents)], stepSize: Self.stepSize)
        let begun = (latents, optimizer)
        descent = begun
        return begun
    }

    /// Remembers `latents` [1, Z] where their drawing `images` [1, C, H, W] is the nearest so far, and returns the loss.
    @discardableResult
    private func consider(_ latents: Tensor, drawn images: Tensor) throws -> Tensor {
        let loss = try loss(of: images)
        let value = try loss.scalar()
        if value < best?.loss ?? .infinity {
            let drawn = try images.detached().floats()
            let squares = zip(drawn, image).reduce(0) { $0 + Double($1.0 - $1.1) * Double($1.0 - $1.1) }
            best = Candidate(
                latent: try latents.detached().floats(), image: drawn,
                distance: (squares / Double(image.count)).squareRoot(), loss: value)
        }
        return loss
    }

    /// The mean squared difference at full size, at halves and at quarters, added up.
    private func loss(of images: Tensor) throws -> Tensor {
        var difference = try images.reshaped(target.shape) - target
        var loss = try difference.square().mean()
        for _ in 0..<2 {
            difference = try difference.conv2d(kernel: pooling, stride: 2, padding: .valid)
            loss = try loss + difference.square().mean()
        }
        return loss
    }
}
