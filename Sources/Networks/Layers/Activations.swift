/// x where it is positive, otherwise slope·x. Keras's own slope is 0.3.
public struct LeakyReLU: LayerDescription {
    /// The kind's name in files.
    public static let kind = "leakyReLU"

    /// What is left of numbers below 0.
    public let slope: Double

    /// Keras's slope, unless told otherwise.
    public init(_ slope: Double = 0.3) { self.slope = slope }

    /// The layer as a case of ``Layer``.
    public var layer: Layer { .leakyReLU(self) }

    /// What comes out of `input`, as the type says. Throws ``NetworkError`` where the layer cannot take it.
    public func output(of input: [Int], _ context: LayerContext) throws(NetworkError) -> [Int] {
        guard (0...1).contains(slope) else { throw NetworkError("has a slope of \(slope); expected 0 to 1") }
        return input
    }
}

/// The hyperbolic tangent, from −1 to 1.
public struct Tanh: LayerDescription {
    /// The kind's name in files.
    public static let kind = "tanh"

    /// As Keras's `Activation("tanh")`.
    public init() {}

    /// The layer as a case of ``Layer``.
    public var layer: Layer { .tanh(self) }
}

/// In training, zeroes each element with the probability `rate` and multiplies the others by 1/(1 − rate).
public struct Dropout: LayerDescription {
    /// The kind's name in files.
    public static let kind = "dropout"

    /// The probability that an element becomes zero, 0 to less than 1.
    public let rate: Double

    /// As Keras's `Dropout(rate)`.
    public init(_ rate: Double) { self.rate = rate }

    /// The layer as a case of ``Layer``.
    public var layer: Layer { .dropout(self) }

    /// What comes out of `input`, as the type says. Throws ``NetworkError`` where the layer cannot take it.
    public func output(of input: [Int], _ context: LayerContext) throws(NetworkError) -> [Int] {
        guard (0..<1).contains(rate) else { throw NetworkError("has a rate of \(rate); expected 0 to less than 1") }
        return input
    }
}
