/// x · kernel + bias: [F] -> [units]. The kernel is [F, units], the bias [units], zeros.
public struct Dense: LayerDescription {
    public static let kind = "dense"

    public let units: Int
    public let bias: Bool
    public let initializer: Initializer

    public init(_ units: Int, bias: Bool = true, initializer: Initializer = .glorotUniform) {
        self.units = units
        self.bias = bias
        self.initializer = initializer
    }

    public var layer: Layer { .dense(self) }

    public func output(of input: [Int], _ context: LayerContext) throws(NetworkError) -> [Int] {
        try Self.require(input, rank: 1)
        return [units]
    }

    public func weights(for input: [Int], _ context: LayerContext) -> [WeightShape] {
        [WeightShape("kernel", [input[0], units], initializer.values(fanSum: input[0] + units))]
            + (bias ? [WeightShape("bias", [units], .zeros)] : [])
    }

    public func multiplyAdds(for input: [Int], output: [Int]) -> Int { input[0] * units }
}
