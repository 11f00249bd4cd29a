/// A layer of a network as a value.
///
/// A new kind of layer is a type in `Layers/` and a case here; the compiler then names the few places that have to say
/// what it is elsewhere: how it runs, and what Keras and ONNX call it.
public indirect enum Layer: Equatable, Sendable {
    /// ``Dense``
    case dense(Dense)
    /// ``BatchNorm``
    case batchNorm(BatchNorm)
    /// ``LeakyReLU``
    case leakyReLU(LeakyReLU)
    /// ``Dropout``
    case dropout(Dropout)
    /// ``Tanh``
    case tanh(Tanh)
    /// ``Reshape``
    case reshape(Reshape)
    /// ``Flatten``
    case flatten(Flatten)
    /// ``Conv2D``
    case conv2D(Conv2D)
    /// ``ConvTranspose2D``
    case convTranspose2D(ConvTranspose2D)
    /// ``Residual``
    case residual(Residual)
    /// ``ClassEmbedding``
    case classEmbedding(ClassEmbedding)
    /// ``ClassProjection``
    case classProjection(ClassProjection)

    /// What the layer says of itself.
    var description: any LayerDescription {
        switch self {
        case .dense(let layer): layer
        case .batchNorm(let layer): layer
        case .leakyReLU(let layer): layer
        case .dropout(let layer): layer
        case .tanh(let layer): layer
        case .reshape(let layer): layer
        case .flatten(let layer): layer
        case .conv2D(let layer): layer
        case .convTranspose2D(let layer): layer
        case .residual(let layer): layer
        case .classEmbedding(let layer): layer
        case .classProjection(let layer): layer
        }
    }

    /// Whether, in training, what it makes of an input depends on the others of the batch.
    var mixesBatch: Bool {
        switch self {
        case .batchNorm: true
        case .residual(let block): (block.body + block.shortcut).contains(where: \.mixesBatch)
        default: false
        }
    }
}

/// What a layer says of itself, without the network around it. Extents are without N: [F] of features, [C, H, W] of
/// images.
public protocol LayerDescription: Codable, Equatable, Sendable {
    /// The kind's name in files, and the stem of the names of layers: `dense`, `convTranspose`.
    static var kind: String { get }
    /// The layer as a case of ``Layer``.
    var layer: Layer { get }
    /// What comes out of what goes in. Throws ``NetworkError`` where the layer cannot take it.
    func output(of input: [Int], _ context: LayerContext) throws(NetworkError) -> [Int]
    /// The layer's weights for what goes in, in Keras's order: those that gradients change, then the others.
    func weights(for input: [Int], _ context: LayerContext) -> [WeightShape]
    /// Multiplications of one input's way through the layer, in a direct implementation.
    func multiplyAdds(for input: [Int], output: [Int]) -> Int
}

extension LayerDescription {
    /// What goes in: of layers that change no extents.
    public func output(of input: [Int], _ context: LayerContext) throws(NetworkError) -> [Int] { input }
    /// None: of layers that have no weights.
    public func weights(for input: [Int], _ context: LayerContext) -> [WeightShape] { [] }
    /// None: of layers whose time is not worth counting.
    public func multiplyAdds(for input: [Int], output: [Int]) -> Int { 0 }
}

/// What a layer may know of the network around it.
public struct LayerContext: Sendable {
    /// K of the network's labels; nil where it takes none.
    public let classes: Int?
}
