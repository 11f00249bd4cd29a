/// [H·W·C], in the order H, W, C, in which Keras keeps images, -> [C, H, W].
public struct Reshape: LayerDescription {
    /// The kind's name in files.
    public static let kind = "reshape"

    /// H of what comes out.
    public let height: Int
    /// W of what comes out.
    public let width: Int
    /// C of what comes out.
    public let channels: Int

    /// As Keras's `Reshape((height, width, channels))`.
    public init(_ height: Int, _ width: Int, _ channels: Int) {
        self.height = height
        self.width = width
        self.channels = channels
    }

    /// The layer as a case of ``Layer``.
    public var layer: Layer { .reshape(self) }

    /// What comes out of `input`, as the type says. Throws ``NetworkError`` where the layer cannot take it.
    public func output(of input: [Int], _ context: LayerContext) throws(NetworkError) -> [Int] {
        try Self.require(input, rank: 1)
        let output = [channels, height, width]
        guard (1...3).allSatisfy({ output[$0 - 1] > 0 }), try NetworkError.product(output) == input[0] else {
            throw NetworkError("makes \(height)×\(width)×\(channels) of \(input[0]) features; expected as many")
        }
        return output
    }
}

/// [C, H, W] -> [H·W·C], in the order H, W, C, in which Keras keeps images.
public struct Flatten: LayerDescription {
    /// The kind's name in files.
    public static let kind = "flatten"

    /// As Keras's `Flatten()`.
    public init() {}

    /// The layer as a case of ``Layer``.
    public var layer: Layer { .flatten(self) }

    /// What comes out of `input`, as the type says. Throws ``NetworkError`` where the layer cannot take it.
    public func output(of input: [Int], _ context: LayerContext) throws(NetworkError) -> [Int] {
        try Self.require(input, rank: 3)
        return [try NetworkError.product(input)]
    }
}
