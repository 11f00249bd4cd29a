/// A convolution with TensorFlow's 'same' padding: [C, H, W] -> [filters, ⌈H/stride⌉, ⌈W/stride⌉]. The kernel is
/// [filters, C, kernel, kernel], the bias [filters], zeros.
public struct Conv2D: LayerDescription {
    /// The kind's name in files.
    public static let kind = "conv"

    /// Channels that come out.
    public let filters: Int
    /// Height and width of the kernel.
    public let kernel: Int
    /// Pixels from one place of the kernel to the next.
    public let stride: Int
    /// Whether a bias is added.
    public let bias: Bool
    /// How the kernel begins.
    public let initializer: Initializer

    /// As Keras's `Conv2D(filters, kernel, strides=stride, padding="same")`.
    public init(
        _ filters: Int, kernel: Int, stride: Int = 1, bias: Bool = true, initializer: Initializer = .glorotUniform
    ) {
        self.filters = filters
        self.kernel = kernel
        self.stride = stride
        self.bias = bias
        self.initializer = initializer
    }

    /// The layer as a case of ``Layer``.
    public var layer: Layer { .conv2D(self) }

    /// What comes out of `input`, as the type says. Throws ``NetworkError`` where the layer cannot take it.
    public func output(of input: [Int], _ context: LayerContext) throws(NetworkError) -> [Int] {
        try Self.require(input, rank: 3)
        try Self.require(kernel: kernel, stride: stride)
        return [filters] + input[1...].map { ($0 - 1) / stride + 1 }
    }

    /// The weights for `input`, in Keras's order.
    public func weights(for input: [Int], _ context: LayerContext) -> [WeightShape] {
        let values = initializer.values(fanSum: (input[0] + filters) * kernel * kernel)
        return [WeightShape("kernel", [filters, input[0], kernel, kernel], values)]
            + (bias ? [WeightShape("bias", [filters], .zeros)] : [])
    }

    /// Multiplications of one input's way through the layer.
    public func multiplyAdds(for input: [Int], output: [Int]) -> Int {
        output[0] * output[1] * output[2] * input[0] * kernel * kernel
    }
}

/// The adjoint of ``Conv2D``: [C, H, W] -> [filters, H·stride, W·stride]. The kernel is [C, filters, kernel, kernel], the
/// bias [filters], zeros.
public struct ConvTranspose2D: LayerDescription {
    /// The kind's name in files.
    public static let kind = "convTranspose"

    /// Channels that come out.
    public let filters: Int
    /// Height and width of the kernel.
    public let kernel: Int
    /// By what height and width are multiplied.
    public let stride: Int
    /// Whether a bias is added.
    public let bias: Bool
    /// How the kernel begins.
    public let initializer: Initializer

    /// As Keras's `Conv2DTranspose(filters, kernel, strides=stride, padding="same")`.
    public init(
        _ filters: Int, kernel: Int, stride: Int = 1, bias: Bool = true, initializer: Initializer = .glorotUniform
    ) {
        self.filters = filters
        self.kernel = kernel
        self.stride = stride
        self.bias = bias
        self.initializer = initializer
    }

    /// The layer as a case of ``Layer``.
    public var layer: Layer { .convTranspose2D(self) }

    /// What comes out of `input`, as the type says. Throws ``NetworkError`` where the layer cannot take it.
    public func output(of input: [Int], _ context: LayerContext) throws(NetworkError) -> [Int] {
        try Self.require(input, rank: 3)
        try Self.require(kernel: kernel, stride: stride)
        return [filters] + input[1...].map { $0 * stride }
    }

    /// The weights for `input`, in Keras's order.
    public func weights(for input: [Int], _ context: LayerContext) -> [WeightShape] {
        let values = initializer.values(fanSum: (input[0] + filters) * kernel * kernel)
        return [WeightShape("kernel", [input[0], filters, kernel, kernel], values)]
            + (bias ? [WeightShape("bias", [filters], .zeros)] : [])
    }

    /// Multiplications of one input's way through the layer.
    public func multiplyAdds(for input: [Int], output: [Int]) -> Int {
        input[0] * input[1] * input[2] * filters * kernel * kernel
    }
}
