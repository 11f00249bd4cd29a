/// x where it is positive, otherwise slope·x; of any shape. Keras's slope is 0.3.
public final class LeakyReLU: Layer {
    public let slope: Double

    public init(slope: Double = 0.3) { self.slope = slope }

    public var parameters: [NamedTensor] { [] }

    public func callAsFunction(_ x: Tensor) throws -> Tensor { try x.leakyReLU(slope: slope) }
}
