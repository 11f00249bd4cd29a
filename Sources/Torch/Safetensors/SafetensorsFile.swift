/// What a safetensors file holds.
public struct SafetensorsFile {
    /// In the order of their bytes in the file, on the CPU.
    public let tensors: [NamedTensor]
    /// What the file says beside its tensors, as text.
    public let metadata: [String: String]

    /// The tensor of this name; nil where the file has none.
    public func tensor(named name: String) -> Tensor? {
        tensors.first { $0.name == name }?.tensor
    }
}
