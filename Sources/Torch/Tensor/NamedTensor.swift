/// A tensor and its name: "kernel", or with the names of what it is part of, "generator.dense.kernel".
public struct NamedTensor {
    public let name: String
    public let tensor: Tensor

    public init(name: String, tensor: Tensor) {
        self.name = name
        self.tensor = tensor
    }
}
