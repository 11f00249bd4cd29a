public import GAN

/// A format in which other programs open a network.
public enum ExportFormat: String, Sendable, CaseIterable {
    /// Weights as `save_weights` of Keras 2 writes them: HDF5.
    case kerasH5 = "keras-h5"
    /// Weights as `save_weights` of Keras 3 writes them: HDF5.
    case kerasV3 = "keras-v3"
    /// A whole model of Keras 3: an archive of its layers and weights.
    case keras
    /// Weights under Atelier's own names, in PyTorch's layouts.
    case safetensors
    /// A network that ONNX Runtime runs.
    case onnx

    /// How the name of such a file must end, with the dot: Keras tells its formats apart by it.
    public var ending: String {
        switch self {
        case .kerasH5: ".h5"
        case .kerasV3: ".weights.h5"
        case .keras: ".keras"
        case .safetensors: ".safetensors"
        case .onnx: ".onnx"
        }
    }

    /// Whether a program can tell by `name` what the file is.
    public func fits(_ name: String) -> Bool {
        name.hasSuffix(ending) && (self != .kerasH5 || !name.hasSuffix(Self.kerasV3.ending))
    }

    /// Writes `weights` to `path`, wholly or not at all. Throws ``InterchangeError`` and `FileError`.
    public func write(_ weights: NetworkWeights, to path: String) throws {
        switch self {
        case .kerasH5: try KerasFile.write(weights, format: .legacy, to: path)
        case .kerasV3: try KerasFile.write(weights, format: .version3, to: path)
        case .keras: try KerasFile.write(weights, format: .archive, to: path)
        case .safetensors: try weights.write(to: path)
        case .onnx: try ONNXFile.write(weights, to: path)
        }
    }
}
