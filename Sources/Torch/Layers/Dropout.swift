/// In training, zeroes each element with the probability `rate` and multiplies the others by 1/(1 − rate); in
/// inference, gives x itself.
public final class Dropout: Layer {
    public let rate: Double

    /// `rate` is 0 to less than 1.
    public init(rate: Double) { self.rate = rate }

    public var parameters: [NamedTensor] { [] }

    public func callAsFunction(_ x: Tensor, training: Bool, generator: RandomGenerator) throws -> Tensor {
        training && rate != 0 ? try x.dropout(rate: rate, generator: generator) : x
    }
}
