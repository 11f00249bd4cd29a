/// A network as a value: what it takes, and its layers in order.
///
/// It is written as Keras's `Sequential` is, and the network that runs (``Network``), the names and shapes of its weights
/// (``weights()``), the files for other programs and the table of its layers all follow from it by walking it.
///
///     let generator = NetworkDescription(latents: 100) {
///         Dense(7 * 7 * 256, bias: false)
///         BatchNorm()
///         LeakyReLU(0.3)
///         Reshape(7, 7, 256)
///         ConvTranspose2D(1, kernel: 5, stride: 4, bias: false)
///         Tanh()
///     }
public struct NetworkDescription: Codable, Equatable, Sendable {
    /// The extents of one input, without N: [Z] of latents, [C, H, W] of images.
    public let input: [Int]
    /// K, where the network also takes each input's class as a row of one-hot labels [N, K].
    public let classes: Int?
    /// In the order in which an input passes them.
    public let layers: [Layer]

    /// A network that takes `latents` numbers [N, Z] and, with `classes`, labels [N, K].
    public init(latents: Int, classes: Int? = nil, @NetworkBuilder _ layers: () -> [Layer]) {
        self.init(input: [latents], classes: classes, layers: layers())
    }

    /// A network that takes images [N, C, H, W] of height and width `size` and, with `classes`, labels [N, K].
    public init(images size: Int, channels: Int, classes: Int? = nil, @NetworkBuilder _ layers: () -> [Layer]) {
        self.init(input: [channels, size, size], classes: classes, layers: layers())
    }

    private init(input: [Int], classes: Int?, layers: [Layer]) {
        self.input = input
        self.classes = classes
        self.layers = layers
    }

    /// Whether, in training, what the network says of an image depends on the others of its batch.
    public var mixesBatch: Bool { layers.contains(where: \.mixesBatch) }
}

/// Collects the layers of a ``NetworkDescription``.
@resultBuilder
public enum NetworkBuilder {
    /// A layer by itself.
    public static func buildExpression(_ layer: some LayerDescription) -> [Layer] { [layer.layer] }
    /// Layers after each other.
    public static func buildBlock(_ layers: [Layer]...) -> [Layer] { layers.flatMap { $0 } }
    /// Layers of a `for`.
    public static func buildArray(_ layers: [[Layer]]) -> [Layer] { layers.flatMap { $0 } }
    /// Layers of an `if`, or none.
    public static func buildOptional(_ layers: [Layer]?) -> [Layer] { layers ?? [] }
    /// Layers of the first branch.
    public static func buildEither(first layers: [Layer]) -> [Layer] { layers }
    /// Layers of the other branch.
    public static func buildEither(second layers: [Layer]) -> [Layer] { layers }
}
