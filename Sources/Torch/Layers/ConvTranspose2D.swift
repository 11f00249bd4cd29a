/// The adjoint of ``Conv2D``: [N, inputChannels, H, W] -> [N, outputChannels, H·stride, W·stride].
/// The kernel is [inputChannels, outputChannels, kernelSize, kernelSize], Glorot uniform; the bias [outputChannels],
/// zeros.
public final class ConvTranspose2D: Layer {
    public let kernel: Tensor
    public let bias: Tensor?
    public let stride: Int
    public let precision: ConvolutionPrecision

    public init(
        inputChannels: Int, outputChannels: Int, kernelSize: Int, stride: Int = 1, useBias: Bool = true,
        precision: ConvolutionPrecision = .float32, generator: RandomGenerator, device: Device = .cpu
    ) throws {
        try Initialization.check(
            "convTranspose2d layer", ("input channels", inputChannels), ("output channels", outputChannels),
            ("a kernel size", kernelSize), ("a stride", stride))
        kernel = try Initialization.glorotUniform(
            [inputChannels, outputChannels, kernelSize, kernelSize],
            fanSum: (inputChannels + outputChannels) * kernelSize * kernelSize, generator: generator, device: device)
        bias = useBias ? try Initialization.zeros(outputChannels, device: device) : nil
        self.stride = stride
        self.precision = precision
    }

    public var parameters: [NamedTensor] { .kernel(kernel, bias: bias) }

    /// [N, inputChannels, H, W] -> [N, outputChannels, H·stride, W·stride]
    public func callAsFunction(_ x: Tensor) throws -> Tensor {
        try x.convTranspose2d(kernel: kernel, bias: bias, stride: stride, padding: .same, precision: precision)
    }

    /// The same of x normalised, with LeakyReLU, in one pass where that is faster. `batchNorm` has a feature for each
    /// channel or, as before ``ReshapeHWC``, for each element of an image; training changes its moving moments.
    public func callAsFunction(
        _ x: Tensor, after batchNorm: BatchNorm, _ activation: LeakyReLU, training: Bool
    ) throws -> Tensor {
        try x.convTranspose2d(
            kernel: kernel, bias: bias, stride: stride, padding: .same, precision: precision,
            after: BatchNormLeakyReLU(batchNorm: batchNorm, activation: activation, training: training))
    }
}
