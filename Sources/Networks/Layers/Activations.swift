/// x where it is positive, otherwise slope·x. Keras's own slope is 0.3.
public struct LeakyReLU: LayerDescription {
    public static let kind = "leakyReLU"

    public let slope: Double

    public init(_ slope: Double = 0.3) { self.slope = slope }

    public var layer: Layer { .leakyReLU(self) }

    public func output(of input: [Int], _ context: LayerContext) throws(NetworkError) -> [Int] {
        guard (0...1).contains(slope) else { throw NetworkError("has a slope of \(slope); expected 0 to 1") }
        return input
    }
}

/// The hyperbolic tangent, from −1 to 1.
public struct Tanh: LayerDescription {
    public static let kind = "tanh"

    public init() {}

    public var layer: Layer { .tanh(self) }
}

/// In training, zeroes each element with the probability `rate` and multiplies the others by 1/(1 − rate).
public struct Dropout: LayerDescription {
    public static let kind = "dropout"

    public let rate: Double

    public init(_ rate: Double) { self.rate = rate }

    public var layer: Layer { .dropout(self) }

    public func output(of input: [Int], _ context: LayerContext) throws(NetworkError) -> [Int] {
        guard (0..<1).contains(rate) else { throw NetworkError("has a rate of \(rate); expected 0 to less than 1") }
        return input
    }
}
