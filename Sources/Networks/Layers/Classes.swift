/// Appends the embedding of each input's class: [F] -> [F + size]. The embeddings are [K, size], of variance 1 as latents
/// are (Mirza and Osindero 2014, "Conditional Generative Adversarial Nets").
public struct ClassEmbedding: LayerDescription {
    /// The kind's name in files.
    public static let kind = "classEmbedding"

    /// The features that are appended.
    public let size: Int

    /// An embedding of `size` numbers.
    public init(_ size: Int) { self.size = size }

    /// The layer as a case of ``Layer``.
    public var layer: Layer { .classEmbedding(self) }

    /// What comes out of `input`, as the type says. Throws ``NetworkError`` where the layer cannot take it.
    public func output(of input: [Int], _ context: LayerContext) throws(NetworkError) -> [Int] {
        try Self.require(input, rank: 1)
        try context.requireClasses()
        return [input[0] + (try NetworkError.product([size]))]
    }

    /// The weights for `input`, in Keras's order.
    public func weights(for input: [Int], _ context: LayerContext) -> [WeightShape] {
        [WeightShape("kernel", [context.classes ?? 0, size], .uniform(limit: 3.0.squareRoot()))]
    }
}

/// One logit that depends on each input's class: x · kernel + bias + ⟨embedding of the class, x⟩, [F] -> [1] (Miyato and
/// Koyama 2018, "cGANs with Projection Discriminator"). The embeddings are [K, F].
public struct ClassProjection: LayerDescription {
    /// The kind's name in files.
    public static let kind = "classProjection"

    /// The projection; it has no settings.
    public init() {}

    /// The layer as a case of ``Layer``.
    public var layer: Layer { .classProjection(self) }

    /// What comes out of `input`, as the type says. Throws ``NetworkError`` where the layer cannot take it.
    public func output(of input: [Int], _ context: LayerContext) throws(NetworkError) -> [Int] {
        try Self.require(input, rank: 1)
        try context.requireClasses()
        return [1]
    }

    /// The weights for `input`, in Keras's order.
    public func weights(for input: [Int], _ context: LayerContext) -> [WeightShape] {
        [
            WeightShape("kernel", [input[0], 1], .glorotUniform(fanSum: input[0] + 1)),
            WeightShape("bias", [1], .zeros),
            WeightShape("embedding", [context.classes ?? 0, input[0]], .glorotUniform(fanSum: input[0] + 1)),
        ]
    }

    /// Multiplications of one input's way through the layer.
    public func multiplyAdds(for input: [Int], output: [Int]) -> Int { 2 * input[0] }
}
