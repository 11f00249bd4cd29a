/// In training, zeroes each element with the probability `rate` and multiplies the others by 1/(1 − rate); in
/// inference, gives x itself.
public final class Dropout: Layer {
    public let rate: Double

    /// `rate` is 0 to less than 1.
    public init(rate: Double) { self.rate = rate }

    public var parameters: [NamedTensor] { [] }

    /// x, or its LeakyReLU where there is one before the dropout, which takes no longer.
    public func callAsFunction(
        _ x: Tensor, after activation: LeakyReLU? = nil, training: Bool, generator: RandomGenerator
    ) throws -> Tensor {
        if training { return try x.dropout(rate: rate, afterLeakyReLU: activation?.slope, generator: generator) }
        return try activation?(x) ?? x
    }
}
