/// What a safetensors file holds.
public struct SafetensorsFile {
    /// In the order of their bytes in the file, on the CPU.
    public let tensors: [NamedTensor]
    public let metadata: [String: String]

    public func tensor(named name: String) -> Tensor? {
        tensors.first { $0.name == name }?.tensor
    }
}
