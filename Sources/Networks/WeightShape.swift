/// A weight that a network has, known before any memory is taken for it.
public struct WeightShape: Sendable, Equatable {
    /// Within its layer: `kernel`, `gamma`, `movingMean`. Within a network: `dense.kernel`.
    public let name: String
    /// Its extents.
    public let shape: [Int]
    /// What it is before training.
    public let initial: InitialValues
    /// Whether gradients change it; otherwise it is a statistic, such as a moving mean.
    public let isTrained: Bool

    init(_ name: String, _ shape: [Int], _ initial: InitialValues, isTrained: Bool = true) {
        self.name = name
        self.shape = shape
        self.initial = initial
        self.isTrained = isTrained
    }

    /// The same weight as one of `layer`: `kernel` becomes `dense.kernel`.
    func of(_ layer: String) -> WeightShape {
        WeightShape("\(layer).\(name)", shape, initial, isTrained: isTrained)
    }
}

/// What a weight is before training.
public enum InitialValues: Sendable, Equatable {
    /// All 0.
    case zeros
    /// All 1.
    case ones
    /// Of equal probability from −limit to limit.
    case uniform(limit: Double)

    /// √(6/(fanIn + fanOut)), as Keras's default. For a convolution, the fans are the channels times the kernel's area.
    /// Source: Glorot and Bengio, 2010, https://proceedings.mlr.press/v9/glorot10a.html
    static func glorotUniform(fanSum: Int) -> InitialValues { .uniform(limit: (6 / Double(fanSum)).squareRoot()) }
}

/// How a layer's kernel begins.
public enum Initializer: String, Codable, Sendable {
    /// Of equal probability within ±√(6/(fanIn + fanOut)), as Keras's default (Glorot and Bengio, 2010).
    case glorotUniform
    /// As the last convolution of a residual block, so that the block begins as the identity (Zhang et al. 2019,
    /// "Fixup Initialization").
    case zeros

    func values(fanSum: Int) -> InitialValues {
        switch self {
        case .glorotUniform: .glorotUniform(fanSum: fanSum)
        case .zeros: .zeros
        }
    }
}
