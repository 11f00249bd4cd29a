public import Torch

/// Tells real images from generated ones: the tutorial's discriminator, at any size.
///
/// Two 5×5 convolutions of stride 2, to w and 2w channels, each with LeakyReLU and dropout, then one dense logit.
public final class Discriminator {
    public let shape: NetworkShape

    let conv1: Conv2D
    let conv2: Conv2D
    let flatten = FlattenHWC()
    let dense: Dense
    let leakyReLU = LeakyReLU(slope: 0.3)
    let dropout: Dropout

    /// A discriminator with weights drawn from `random`, as Keras initialises them (Glorot uniform, zero biases).
    public init(
        _ shape: NetworkShape, dropoutRate: Double = 0.3, precision: ConvolutionPrecision = .float32,
        random: RandomGenerator, device: Device = .cpu
    ) throws {
        self.shape = shape
        let (base, width) = (shape.baseSize, shape.width)
        conv1 = try Conv2D(
            inputChannels: shape.channels, outputChannels: width, kernelSize: 5, stride: 2, useBias: true,
            precision: precision, generator: random, device: device)
        conv2 = try Conv2D(
            inputChannels: width, outputChannels: 2 * width, kernelSize: 5, stride: 2, useBias: true,
            precision: precision, generator: random, device: device)
        dense = try Dense(
            inputs: base * base * 2 * width, outputs: 1, useBias: true, generator: random, device: device)
        dropout = Dropout(rate: dropoutRate)
    }

    /// Logits `[N, 1]` of `images` `[N, C, H, W]` being real.
    ///
    /// In training, dropout draws its masks from `random`.
    public func callAsFunction(_ images: Tensor, training: Bool, random: RandomGenerator) throws -> Tensor {
        var features = try conv1(images, then: leakyReLU, dropout, training: training, generator: random)
        features = try conv2(features, then: leakyReLU, dropout, training: training, generator: random)
        return try dense(flatten(features))
    }

    private var layers: [(name: String, layer: any Layer)] {
        [("conv1", conv1), ("conv2", conv2), ("dense", dense)]
    }

    /// What training changes, named as in checkpoints: `discriminator.conv1.kernel`.
    public var parameters: [NamedTensor] { named("discriminator", layers) { $0.parameters } }

    /// All that the discriminator's logits depend on: the parameters, as it has no buffers.
    public var weights: [NamedTensor] { parameters }
}
