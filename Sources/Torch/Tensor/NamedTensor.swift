/// A tensor and its name: "kernel", or with the names of what it is part of, "generator.dense.kernel".
public struct NamedTensor {
    /// Such as `generator.dense.kernel`.
    public let name: String
    /// The tensor itself, not a copy.
    public let tensor: Tensor

    /// `tensor`, called `name`.
    public init(name: String, tensor: Tensor) {
        self.name = name
        self.tensor = tensor
    }
}
