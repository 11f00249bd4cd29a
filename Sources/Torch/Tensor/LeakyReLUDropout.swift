internal import CTorch

/// Dropout of LeakyReLU(x), which a convolution can have in its own pass.
public struct LeakyReLUDropout {
    /// Of LeakyReLU; 1 for none.
    public let slope: Double
    /// The probability that dropout sets an element to zero; 0 for none.
    public let rate: Double
    /// What the dropped elements are drawn from.
    public let random: RandomGenerator

    /// `rate` is 0 to less than 1.
    public init(slope: Double, rate: Double, random: RandomGenerator) throws {
        guard (0..<1).contains(rate) else {
            throw TorchError(
                code: .invalidArgument, operation: "dropout",
                message: "expected a rate of 0 to less than 1, got \(rate)")
        }
        self.slope = slope
        self.rate = rate
        self.random = random
    }

    var settings: ct_dropout { ct_dropout(rate: rate, slope: slope, generator: random.handle) }
}
