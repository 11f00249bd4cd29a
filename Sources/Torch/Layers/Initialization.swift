/// First values of weights, as Keras chooses them.
enum Initialization {
    /// A kernel of float32 from the Glorot uniform distribution, from −l to l with l = √(6/(fanIn + fanOut)).
    /// For a convolution, the fans are the channels times the kernel's area; the transposed one has them exchanged,
    /// which leaves l the same. Source: Glorot and Bengio, 2010,
    /// https://proceedings.mlr.press/v9/glorot10a.html
    static func glorotUniform(_ shape: [Int], fanSum: Int, generator: RandomGenerator, device: Device) throws -> Tensor
    {
        let limit = (6 / Double(fanSum)).squareRoot()
        return try parameter(generator.uniform(shape, from: -limit, to: limit).moved(to: device))
    }

    static func zeros(_ count: Int, device: Device) throws -> Tensor {
        try parameter(.zeros([count], device: device))
    }

    static func ones(_ count: Int, device: Device) throws -> Tensor {
        try parameter(.ones([count], device: device))
    }

    /// Throws unless each of `sizes` is 1 to 2²⁰, so that no product of four overflows.
    static func check(_ layer: String, _ sizes: (name: String, value: Int)...) throws {
        for size in sizes where !(1...1 << 20).contains(size.value) {
            throw TorchError(
                code: .invalidArgument, operation: layer,
                message: "expected \(size.name) of 1 to \(1 << 20), got \(size.value)")
        }
    }

    private static func parameter(_ tensor: Tensor) throws -> Tensor {
        try tensor.requireGradient(true)
        return tensor
    }
}
