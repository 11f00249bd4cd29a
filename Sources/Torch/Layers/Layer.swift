/// A tensor and its name: "kernel", or with the names of what it is part of, "generator.dense.kernel".
public struct NamedTensor {
    public let name: String
    public let tensor: Tensor

    public init(name: String, tensor: Tensor) {
        self.name = name
        self.tensor = tensor
    }

    /// The same tensor as part of `whole`: "kernel" becomes "dense.kernel".
    public func prefixed(by whole: String) -> NamedTensor {
        NamedTensor(name: "\(whole).\(name)", tensor: tensor)
    }
}

/// A part of a network that owns tensors.
public protocol Layer: AnyObject {
    /// What training changes by gradients: "kernel", "bias", "gamma", "beta". They require gradients.
    var parameters: [NamedTensor] { get }
    /// What training changes otherwise, and inference needs: "movingMean", "movingVariance".
    var buffers: [NamedTensor] { get }
}

extension Layer {
    public var buffers: [NamedTensor] { [] }
}
