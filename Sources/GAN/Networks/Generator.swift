public import Torch

/// Draws images from latents: the tutorial's generator, at any size.
///
/// Dense to S/4·S/4·4w, then transposed 5×5 convolutions to 2w, to w (stride 2), and to the image's channels (stride 2)
/// with tanh; batch normalisation and LeakyReLU after each but the last. S is the image's size and w the width; no
/// layer has a bias.
public final class Generator {
    public let shape: NetworkShape

    let dense: Dense
    let batchNorm0: BatchNorm
    let reshape: ReshapeHWC
    let convTranspose1: ConvTranspose2D
    let batchNorm1: BatchNorm
    let convTranspose2: ConvTranspose2D
    let batchNorm2: BatchNorm
    let convTranspose3: ConvTranspose2D
    let leakyReLU = LeakyReLU(slope: 0.3)

    /// A generator with weights drawn from `random`, as Keras initialises them (Glorot uniform).
    public init(
        _ shape: NetworkShape, precision: ConvolutionPrecision = .float32, random: RandomGenerator,
        device: Device = .cpu
    ) throws {
        self.shape = shape
        let (base, width) = (shape.baseSize, shape.width)
        let features = base * base * 4 * width
        dense = try Dense(
            inputs: shape.latentSize, outputs: features, useBias: false, generator: random, device: device)
        batchNorm0 = try BatchNorm(features: features, device: device)
        reshape = ReshapeHWC(height: base, width: base, channels: 4 * width)
        convTranspose1 = try ConvTranspose2D(
            inputChannels: 4 * width, outputChannels: 2 * width, kernelSize: 5, stride: 1, useBias: false,
            precision: precision, generator: random, device: device)
        batchNorm1 = try BatchNorm(features: 2 * width, device: device)
        convTranspose2 = try ConvTranspose2D(
            inputChannels: 2 * width, outputChannels: width, kernelSize: 5, stride: 2, useBias: false,
            precision: precision, generator: random, device: device)
        batchNorm2 = try BatchNorm(features: width, device: device)
        convTranspose3 = try ConvTranspose2D(
            inputChannels: width, outputChannels: shape.channels, kernelSize: 5, stride: 2, useBias: false,
            precision: precision, generator: random, device: device)
    }

    /// Images `[N, C, H, W]` from −1 (paper) to 1 (ink) for `latents` `[N, Z]`.
    ///
    /// In training, batch normalisation uses the batch's own statistics and moves its averages.
    public func callAsFunction(_ latents: Tensor, training: Bool) throws -> Tensor {
        var features = try reshape(dense(latents))
        features = try convTranspose1(features, after: batchNorm0, leakyReLU, training: training)
        features = try convTranspose2(features, after: batchNorm1, leakyReLU, training: training)
        features = try convTranspose3(features, after: batchNorm2, leakyReLU, training: training)
        return try features.tanh()
    }

    private var layers: [(name: String, layer: any Layer)] {
        [
            ("dense", dense), ("batchNorm0", batchNorm0), ("convTranspose1", convTranspose1),
            ("batchNorm1", batchNorm1), ("convTranspose2", convTranspose2), ("batchNorm2", batchNorm2),
            ("convTranspose3", convTranspose3),
        ]
    }

    /// What training changes by gradients, named as in checkpoints: `generator.dense.kernel`.
    public var parameters: [NamedTensor] { named("generator", layers) { $0.parameters } }

    /// What training changes otherwise: the moving averages of batch normalisation.
    public var buffers: [NamedTensor] { named("generator", layers) { $0.buffers } }

    /// Parameters and buffers: all that the generator's drawings depend on.
    public var weights: [NamedTensor] { parameters + buffers }
}

func named(
    _ network: String, _ layers: [(name: String, layer: any Layer)], _ tensors: (any Layer) -> [NamedTensor]
) -> [NamedTensor] {
    layers.flatMap { name, layer in
        tensors(layer).map { NamedTensor(name: "\(network).\(name).\($0.name)", tensor: $0.tensor) }
    }
}
