/// A convolution with TensorFlow's 'same' padding: [N, inputChannels, H, W] -> [N, outputChannels, ⌈H/stride⌉,
/// ⌈W/stride⌉]. The kernel is [outputChannels, inputChannels, kernelSize, kernelSize], Glorot uniform; the bias
/// [outputChannels], zeros.
public final class Conv2D: Layer {
    public let kernel: Tensor
    public let bias: Tensor?
    public let stride: Int
    public let precision: ConvolutionPrecision

    public init(
        inputChannels: Int, outputChannels: Int, kernelSize: Int, stride: Int = 1, useBias: Bool = true,
        precision: ConvolutionPrecision = .float32, generator: RandomGenerator, device: Device = .cpu
    ) throws {
        try Initialization.check(
            "conv2d layer", ("input channels", inputChannels), ("output channels", outputChannels),
            ("a kernel size", kernelSize), ("a stride", stride))
        kernel = try Initialization.glorotUniform(
            [outputChannels, inputChannels, kernelSize, kernelSize],
            fanSum: (inputChannels + outputChannels) * kernelSize * kernelSize, generator: generator, device: device)
        bias = useBias ? try Initialization.zeros(outputChannels, device: device) : nil
        self.stride = stride
        self.precision = precision
    }

    public var parameters: [NamedTensor] { .kernel(kernel, bias: bias) }

    /// [N, inputChannels, H, W] -> [N, outputChannels, ⌈H/stride⌉, ⌈W/stride⌉]. What else is asked for is done in the
    /// same pass, where that is faster: LeakyReLU of x before the convolution, and after it the sum with an `addend`.
    public func callAsFunction(_ x: Tensor, after activation: LeakyReLU? = nil, adding addend: Tensor? = nil) throws
        -> Tensor
    {
        try x.conv2d(
            kernel: kernel, bias: bias, stride: stride, padding: .same, precision: precision, after: activation,
            adding: addend)
    }

    /// The same, then LeakyReLU and, in training, dropout, in one pass where that is faster.
    public func callAsFunction(
        _ x: Tensor, then activation: LeakyReLU, _ dropout: Dropout, training: Bool, generator: RandomGenerator
    ) throws -> Tensor {
        try x.conv2d(
            kernel: kernel, bias: bias, stride: stride, padding: .same, precision: precision,
            then: LeakyReLUDropout(
                slope: activation.slope, rate: training ? dropout.rate : 0, generator: generator))
    }
}
