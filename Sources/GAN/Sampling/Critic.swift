import Foundation
public import Runs
public import Torch

/// Says what a trained discriminator thinks of drawings, and where it would have them changed.
public final class Critic {
    public let shape: NetworkShape
    private let discriminator: Discriminator
    private let device: Device
    /// Asked for by the discriminator's call; nothing is drawn from it, because nothing is dropped in inference.
    private let random: RandomGenerator

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
        guard FileManager.default.fileExists(atPath: run.discriminatorPath) else {
            throw ConfigurationError(
                "\(run.path) has no discriminator.safetensors yet; it is written after the first epoch: "
                    + "train on with `atelier resume \(run.path)`")
        }
        try self.init(weights: run.discriminatorPath, device: device)
    }

    /// Loads a discriminator from a file such as a run's `discriminator.safetensors`.
    public init(weights path: String, device: Device = .cpu) throws {
        let file = try Safetensors.read(path)
        guard let shape = WeightsMetadata(file.metadata)?.shape else {
            throw ConfigurationError(
                "\(path) does not say the sizes of its network; expected a discriminator.safetensors that Atelier wrote"
            )
        }
        // The two largest, seen before the network is made, so that a small file cannot ask for much memory.
        for (name, kernel) in [
            ("dense", [shape.baseSize * shape.baseSize * 2 * shape.width, 1]),
            ("conv2", [2 * shape.width, shape.width, 5, 5]),
        ] where file.tensor(named: "discriminator.\(name).kernel")?.shape != kernel {
            throw CheckpointError(
                path: path, message: "its discriminator.\(name).kernel is not of the sizes that it says")
        }
        self.shape = shape
        self.device = device
        random = try RandomGenerator(seed: 0, device: device)
        discriminator = try Discriminator(shape, random: random, device: device)
        try restore(discriminator.weights, from: file.tensors, at: path)
        for weight in discriminator.weights { try weight.tensor.requireGradient(false) }
    }

    /// Judges `image`, [C, H, W] from −1 (paper) to 1 (ink).
    public func judge(_ image: [Float]) throws -> Judgement {
        let pixels = try Tensor(image, shape: [1, shape.channels, shape.imageSize, shape.imageSize]).moved(to: device)
        try pixels.requireGradient(true)
        let logit = try logits(of: pixels)
        let gradient = try gradients(of: logit, withRespectTo: [pixels])[0]
        return Judgement(logit: try logit.scalar(), gradient: try gradient.floats())
    }

    /// d logit / d z, [Z], of the drawing that `sampler` makes of `latent`: D′(G(z))·G′(z), all that the generator
    /// learns from.
    public func latentGradient(of latent: [Float], drawnBy sampler: Sampler) throws -> [Float] {
        let latents = try Tensor(latent, shape: [1, latent.count]).moved(to: device)
        try latents.requireGradient(true)
        let logit = try logits(of: sampler.generator(latents, training: false))
        return try gradients(of: logit, withRespectTo: [latents])[0].floats()
    }

    private func logits(of images: Tensor) throws -> Tensor {
        try discriminator(images, training: false, random: random)
    }
}
