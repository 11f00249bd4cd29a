import Foundation
public import Runs
public import Torch

/// The weights of one network, apart from it: what `generator.safetensors` and `discriminator.safetensors` hold.
public struct NetworkWeights {
    public let network: NetworkKind
    public let shape: NetworkShape
    /// Named as in checkpoints, `generator.dense.kernel`; each weight of the network's once, float32.
    public let tensors: [NamedTensor]

    /// The weights as `generator` has them now.
    public init(_ generator: Generator) {
        self.init(network: .generator, shape: generator.shape, tensors: generator.weights)
    }

    /// The weights as `discriminator` has them now.
    public init(_ discriminator: Discriminator) {
        self.init(network: .discriminator, shape: discriminator.shape, tensors: discriminator.weights)
    }

    private init(network: NetworkKind, shape: NetworkShape, tensors: [NamedTensor]) {
        self.network = network
        self.shape = shape
        self.tensors = tensors
    }

    /// Weights that were read from `path`. Throws ``CheckpointError`` unless they are those of `network` at `shape`,
    /// finite and nothing besides.
    public init(_ network: NetworkKind, shape: NetworkShape, tensors: [NamedTensor], from path: String) throws {
        let found = Dictionary(tensors.map { ($0.name, $0.tensor) }, uniquingKeysWith: { first, _ in first })
        let expected = shape.layers(of: network).flatMap { layer in
            layer.weights.map { (name: "\(network.rawValue).\(layer.name).\($0.name)", shape: $0.shape) }
        }
        for (name, shape) in expected {
            guard let tensor = found[name] else {
                throw CheckpointError(
                    path: path, message: "has no tensor \(name); expected the weights of a \(network.rawValue)")
            }
            guard tensor.shape == shape, tensor.dtype == .float32 else {
                throw CheckpointError(
                    path: path,
                    message: "\(name) is \(tensor.dtype) \(tensor.shape), expected float32 \(shape); "
                        + "it is of a network of another size")
            }
            guard try tensor.allFinite() else {
                throw CheckpointError(
                    path: path, message: "\(name) has a value that is infinite or not a number; use another copy")
            }
        }
        if let other = Set(found.keys).subtracting(expected.map(\.name)).sorted().first {
            throw CheckpointError(
                path: path, message: "has a tensor \(other), which a \(network.rawValue) does not have")
        }
        self.init(network: network, shape: shape, tensors: tensors)
    }

    /// Reads a file such as a run's `generator.safetensors`. Throws `SafetensorsError`, ``CheckpointError`` and
    /// `FileError`.
    public init(_ network: NetworkKind, contentsOf path: String) throws {
        let file = try Safetensors.read(path)
        guard let shape = WeightsMetadata(file.metadata)?.shape else {
            throw CheckpointError(
                path: path,
                message: "does not say the sizes of its network; expected a \(network.rawValue).safetensors "
                    + "that Atelier wrote")
        }
        try self.init(network, shape: shape, tensors: file.tensors, from: path)
    }

    /// Reads the newest weights of a run, of the generator the averaged ones where the run keeps an average. Throws as
    /// ``init(_:contentsOf:)``, and `ConfigurationError` where the run has none yet.
    public init(_ network: NetworkKind, of run: RunDirectory) throws {
        let path = run.weightsPath(network)
        guard FileManager.default.fileExists(atPath: path) else {
            throw ConfigurationError(
                "\(run.path) has no \(network.rawValue).safetensors yet; it is written after the first epoch: "
                    + "train on with `atelier resume \(run.path.shellQuoted)`")
        }
        try self.init(network, contentsOf: path)
    }

    /// Writes the weights, with the sizes of the network, as a safetensors file.
    public func write(to path: String) throws {
        try Safetensors.write(tensors: tensors, metadata: WeightsMetadata(shape).dictionary, to: path)
    }

    /// The tensor of a layer's weight, such as `dense`, `kernel`. Nil where the network has no such weight.
    public func tensor(_ layer: String, _ weight: String) -> Tensor? {
        tensors.first { $0.name == "\(network.rawValue).\(layer).\(weight)" }?.tensor
    }
}

extension RunDirectory {
    /// The file with the newest weights of `network`.
    public func weightsPath(_ network: NetworkKind) -> String {
        switch network {
        case .generator: generatorPath
        case .discriminator: discriminatorPath
        }
    }
}
