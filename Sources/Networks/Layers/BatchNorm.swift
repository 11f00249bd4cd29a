/// Batch normalisation of each feature or channel: γ·(x − μ)/√(σ² + ε) + β, with Keras's meaning and defaults; what the
/// moving moments are is said at `BatchNormalization`.
public struct BatchNorm: LayerDescription {
    /// The kind's name in files.
    public static let kind = "batchNorm"

    /// How much of the moving moments a batch keeps.
    public let momentum: Double
    /// ε, added to the variance.
    public let epsilon: Double

    /// As Keras's `BatchNormalization()`.
    public init(momentum: Double = 0.99, epsilon: Double = 1e-3) {
        self.momentum = momentum
        self.epsilon = epsilon
    }

    /// The layer as a case of ``Layer``.
    public var layer: Layer { .batchNorm(self) }

    /// What comes out of `input`, as the type says. Throws ``NetworkError`` where the layer cannot take it.
    public func output(of input: [Int], _ context: LayerContext) throws(NetworkError) -> [Int] {
        guard (0...1).contains(momentum), epsilon > 0, epsilon.isFinite else {
            throw NetworkError(
                "has a momentum of \(momentum) and an epsilon of \(epsilon); expected 0 to 1, and above 0")
        }
        return input
    }

    /// The weights for `input`, in Keras's order.
    public func weights(for input: [Int], _ context: LayerContext) -> [WeightShape] {
        [
            WeightShape("gamma", [input[0]], .ones), WeightShape("beta", [input[0]], .zeros),
            WeightShape("movingMean", [input[0]], .zeros, isTrained: false),
            WeightShape("movingVariance", [input[0]], .ones, isTrained: false),
        ]
    }
}
