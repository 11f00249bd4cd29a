/// x · kernel + bias: [F] -> [units]. The kernel is [F, units], the bias [units], zeros.
public struct Dense: LayerDescription {
    /// The kind's name in files.
    public static let kind = "dense"

    /// Features that come out.
    public let units: Int
    /// Whether a bias is added.
    public let bias: Bool
    /// How the kernel begins.
    public let initializer: Initializer

    /// As Keras's `Dense(units)`.
    public init(_ units: Int, bias: Bool = true, initializer: Initializer = .glorotUniform) {
        self.units = units
        self.bias = bias
        self.initializer = initializer
    }

    /// The layer as a case of ``Layer``.
    public var layer: Layer { .dense(self) }

    /// What comes out of `input`, as the type says. Throws ``NetworkError`` where the layer cannot take it.
    public func output(of input: [Int], _ context: LayerContext) throws(NetworkError) -> [Int] {
        try Self.require(input, rank: 1)
        return [units]
    }

    /// The weights for `input`, in Keras's order.
    public func weights(for input: [Int], _ context: LayerContext) -> [WeightShape] {
        [WeightShape("kernel", [input[0], units], initializer.values(fanSum: input[0] + units))]
            + (bias ? [WeightShape("bias", [units], .zeros)] : [])
    }

    /// Multiplications of one input's way through the layer.
    public func multiplyAdds(for input: [Int], output: [Int]) -> Int { input[0] * units }
}
