/// x · kernel + bias: [N, inputs] -> [N, outputs]. The kernel is [inputs, outputs], Glorot uniform; the bias [outputs],
/// zeros.
public final class Dense: Layer {
    public let kernel: Tensor
    public let bias: Tensor?

    public init(
        inputs: Int, outputs: Int, useBias: Bool = true, generator: RandomGenerator, device: Device = .cpu
    ) throws {
        try Initialization.check("dense", ("inputs", inputs), ("outputs", outputs))
        kernel = try Initialization.glorotUniform(
            [inputs, outputs], fanSum: inputs + outputs, generator: generator, device: device)
        bias = useBias ? try Initialization.zeros(outputs, device: device) : nil
    }

    public var parameters: [NamedTensor] { .kernel(kernel, bias: bias) }

    /// [N, inputs] -> [N, outputs]
    public func callAsFunction(_ x: Tensor) throws -> Tensor {
        try x.linear(kernel: kernel, bias: bias)
    }
}

extension [NamedTensor] {
    static func kernel(_ kernel: Tensor, bias: Tensor?) -> [NamedTensor] {
        [NamedTensor(name: "kernel", tensor: kernel)] + (bias.map { [NamedTensor(name: "bias", tensor: $0)] } ?? [])
    }
}
