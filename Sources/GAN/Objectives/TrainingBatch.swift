public import Networks
public import Torch

/// What the loss of one update is made from.
public struct TrainingBatch {
    /// From latents to images.
    public let generator: Network
    /// From images to logits.
    public let discriminator: Network
    /// `[N, C, H, W]`
    public let realImages: Tensor
    /// `[N, Z]`, drawn for this update.
    public let latents: Tensor
    /// The real images' classes, which the generated ones are to have too, one-hot `[N, K]`; nil for networks without.
    public let labels: Tensor?
    /// That of both networks.
    public let mode: Network.Mode
    /// How much of the run is done, 0 to 1.
    public let progress: Double

    /// A batch of N real images `[N, C, H, W]` and N latents `[N, Z]`.
    public init(
        generator: Network, discriminator: Network, realImages: Tensor, latents: Tensor, labels: Tensor? = nil,
        mode: Network.Mode, progress: Double = 0
    ) {
        self.generator = generator
        self.discriminator = discriminator
        self.realImages = realImages
        self.latents = latents
        self.labels = labels
        self.mode = mode
        self.progress = progress
    }

    /// What the generator draws of the latents, `[N, C, H, W]`.
    public func fakeImages() throws -> Tensor { try generator(latents, labels: labels, mode) }

    /// The discriminator's logits `[N, 1]` of N images.
    public func logits(of images: Tensor) throws -> Tensor { try discriminator(images, labels: labels, mode) }

    /// Its logits of as many real and generated images.
    ///
    /// They go through it in one batch, which takes less time, unless what it says of one depends on the others.
    func logits(ofReal real: Tensor, fake: Tensor) throws -> (real: Tensor, fake: Tensor) {
        if discriminator.description.mixesBatch { return (try logits(of: real), try logits(of: fake)) }
        let both = try labels.map { try Tensor.concatenated([$0, $0]) }
        let logits = try discriminator(.concatenated([real, fake]), labels: both, mode)
        let count = real.shape[0]
        return (
            try logits.narrowed(dimension: 0, start: 0, length: count),
            try logits.narrowed(dimension: 0, start: count, length: count)
        )
    }
}
