import Foundation
import Networks
public import Runs
public import Torch

/// Says what a trained discriminator thinks of drawings, and where it would have them changed.
public final class Critic {
    /// The images that it can judge.
    public let images: ImageShape
    /// The names of the classes that it tells apart, in the order of their labels; empty for a discriminator without.
    public let classes: [String]
    private let discriminator: Network
    private let device: Device

    /// What the discriminator thinks of one drawing.
    public struct Judgement: Sendable {
        /// Above 0 where the drawing looks real.
        public let logit: Double
        /// d logit / d pixel, [C, H, W]: above 0 where ink would make the drawing look more real, below 0 where paper
        /// would.
        public let gradient: [Float]

        /// The probability of being real, 1/(1 + e^−logit).
        public var probability: Double { 1 / (1 + exp(-logit)) }
    }

    /// Loads the newest saved discriminator of `run`.
    public convenience init(_ run: RunDirectory, device: Device = .cpu) throws {
        try self.init(NetworkWeights(.discriminator, of: run), device: device)
    }

    /// Loads a discriminator from a file such as a run's `discriminator.safetensors`.
    public convenience init(weights path: String, device: Device = .cpu) throws {
        try self.init(NetworkWeights(.discriminator, contentsOf: path), device: device)
    }

    private init(_ weights: NetworkWeights, device: Device) throws {
        images = ImageShape(size: weights.network.input[1], channels: weights.network.input[0])
        discriminator = try Network(weights, device: device)
        classes = weights.classes
        self.device = device
    }

    /// Judges `image`, [C, H, W] from −1 (paper) to 1 (ink), as one of the class with the index `category` where there are
    /// classes.
    public func judge(_ image: [Float], category: Int = 0) throws -> Judgement {
        let pixels = try Tensor(image, shape: [1, images.channels, images.size, images.size]).moved(to: device)
        try pixels.requireGradient(true)
        let logit = try discriminator(pixels, labels: labels(category), .inference)
        let gradient = try gradients(of: logit, withRespectTo: [pixels])[0]
        return Judgement(logit: try logit.scalar(), gradient: try gradient.floats())
    }

    /// d logit / d z, [Z], of the drawing that `sampler` makes of `latent`: D′(G(z))·G′(z), all that the generator
    /// learns from.
    public func latentGradient(of latent: [Float], drawnBy sampler: Sampler, category: Int = 0) throws -> [Float] {
        let latents = try Tensor(latent, shape: [1, latent.count]).moved(to: device)
        try latents.requireGradient(true)
        let image = try sampler.generator(latents, labels: sampler.labels(count: 1, category: category), .inference)
        let logit = try discriminator(image, labels: labels(category), .inference)
        return try gradients(of: logit, withRespectTo: [latents])[0].floats()
    }

    private func labels(_ category: Int) throws -> Tensor? {
        try .labels(of: [category], classes: classes.count, device: device)
    }
}
