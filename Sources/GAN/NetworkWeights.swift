import Foundation
public import Networks
public import Runs
public import Torch

/// The weights of one network, apart from it: what `generator.safetensors` and `discriminator.safetensors` hold. With its
/// description they are enough to run it.
public struct NetworkWeights {
    /// Which of the two networks.
    public let kind: NetworkKind
    /// Its layers.
    public let network: NetworkDescription
    /// Named as in checkpoints, `generator.dense.kernel`; each weight of the network's once, float32.
    public let tensors: [NamedTensor]
    /// The names of the network's classes, in the order of its labels; empty for a network without.
    public let classes: [String]

    /// The weights as `network` has them now. Of a network with classes, `classes` are their names.
    public init(_ kind: NetworkKind, of network: Network, classes: [String] = []) {
        self.init(kind: kind, network: network.description, tensors: network.weights, classes: classes)
    }

    private init(kind: NetworkKind, network: NetworkDescription, tensors: [NamedTensor], classes: [String]) {
        self.kind = kind
        self.classes = classes
        self.network = network
        self.tensors = tensors
    }

    /// Weights that were read from `path`. Throws ``CheckpointError`` unless they are those of `network`, which must be
    /// one of `kind`, finite and nothing besides.
    public init(
        _ kind: NetworkKind, network: NetworkDescription, tensors: [NamedTensor], classes: [String] = [],
        from path: String
    ) throws {
        guard classes.count == network.classes ?? 0 else {
            throw CheckpointError(
                path: path,
                message: "has \(counted(classes.count, "name")) of classes, but its network has \(network.classes ?? 0)"
            )
        }
        let found = Dictionary(tensors.map { ($0.name, $0.tensor) }, uniquingKeysWith: { first, _ in first })
        let expected: [WeightShape]
        do {
            expected = try network.weights()
            guard try kind.fits(network) else {
                throw NetworkError("the network is none that can be a \(kind.rawValue)")
            }
        } catch let error as NetworkError {
            throw CheckpointError(path: path, message: "describes no network that can be: \(error)")
        }
        for weight in expected {
            let name = "\(kind.rawValue).\(weight.name)"
            guard let tensor = found[name] else {
                throw CheckpointError(
                    path: path, message: "has no tensor \(name); expected the weights of a \(kind.rawValue)")
            }
            guard tensor.shape == weight.shape, tensor.dtype == .float32 else {
                throw CheckpointError(
                    path: path,
                    message: "\(name) is \(tensor.dtype) \(tensor.shape), expected float32 \(weight.shape); "
                        + "it is of a network of another size")
            }
            guard try tensor.allFinite() else {
                throw CheckpointError(
                    path: path, message: "\(name) has a value that is infinite or not a number; use another copy")
            }
        }
        let names = expected.map { "\(kind.rawValue).\($0.name)" }
        if let other = Set(found.keys).subtracting(names).sorted().first {
            throw CheckpointError(
                path: path, message: "has a tensor \(other), which a \(kind.rawValue) does not have")
        }
        self.init(kind: kind, network: network, tensors: tensors, classes: classes)
    }

    /// Reads a file such as a run's `generator.safetensors`. Throws `SafetensorsError`, ``CheckpointError`` and
    /// `FileError`.
    public init(_ kind: NetworkKind, contentsOf path: String) throws {
        let file = try Safetensors.read(path)
        guard let network = try WeightsMetadata.network(kind, in: file.metadata, from: path) else {
            throw CheckpointError(
                path: path,
                message: "does not say what its network is; expected a \(kind.rawValue).safetensors that Atelier wrote")
        }
        let classes = WeightsMetadata.classes(in: file.metadata)
        try self.init(kind, network: network, tensors: file.tensors, classes: classes, from: path)
    }

    /// Reads the weights of a run, of the generator the averaged ones where the run keeps an average. Throws as
    /// ``init(_:contentsOf:)``, and `ConfigurationError` where the run has none yet.
    public init(_ kind: NetworkKind, of run: RunDirectory, _ choice: WeightsChoice = .best) throws {
        let path = run.weightsPath(kind, choice)
        guard FileManager.default.fileExists(atPath: path) else {
            throw ConfigurationError(
                "\(run.path) has no \(kind.rawValue).safetensors yet; it is written after the first epoch: "
                    + "train on with `atelier resume \(run.path.shellQuoted)`")
        }
        try self.init(kind, contentsOf: path)
    }

    /// The images that the network draws or looks at.
    public var images: ImageShape {
        // A network's extents were checked when the weights were made.
        let extents = (kind == .generator ? try? network.output() : network.input) ?? []
        return ImageShape(size: extents.last ?? 0, channels: extents.first ?? 0)
    }

    /// Writes the weights, with the description of the network, as a safetensors file.
    public func write(to path: String) throws {
        try Safetensors.write(tensors: tensors, metadata: WeightsMetadata.dictionary(of: network, classes), to: path)
    }

    /// Gives `network`, which must be one of the same layers and sizes, these weights. Throws ``CheckpointError``, and
    /// changes nothing, where it is another.
    public func load(into network: Network) throws {
        try restore(network.weights, from: tensors, at: "the \(kind.rawValue)")
    }

    /// The tensor of a layer's weight, such as `dense`, `kernel`. Nil where the network has no such weight.
    public func tensor(_ layer: String, _ weight: String) -> Tensor? {
        tensors.first { $0.name == "\(kind.rawValue).\(layer).\(weight)" }?.tensor
    }
}

extension Network {
    /// A network that infers with `weights`.
    convenience init(_ weights: NetworkWeights, device: Device) throws {
        let name = weights.kind.rawValue
        let tensors = Dictionary(uniqueKeysWithValues: weights.tensors.map { ($0.name, $0.tensor) })
        try self.init(weights.network, named: name) { weight in
            guard let tensor = tensors["\(name).\(weight.name)"] else {
                throw NetworkError("the \(name) has no weight \(weight.name)")
            }
            return try tensor.moved(to: device)
        }
    }
}

extension NetworkKind {
    /// Whether a network of this kind takes and gives what `network` does.
    func fits(_ network: NetworkDescription) throws(NetworkError) -> Bool {
        let output = try network.output()
        return switch self {
        case .generator: network.input.count == 1 && output.isImage
        case .discriminator: network.input.isImage && output == [1]
        }
    }
}

extension [Int] {
    /// Whether these are the extents [C, H, W] of square images.
    fileprivate var isImage: Bool { count == 3 && (self[0] == 1 || self[0] == 3) && self[1] == self[2] }
}
