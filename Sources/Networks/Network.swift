public import Torch

/// A network that runs: the weights that a ``NetworkDescription`` asks for, and the way through them.
public final class Network {
    /// Its layers, as a value.
    public let description: NetworkDescription
    /// What training changes by gradients, in the order of the layers: `generator.dense.kernel`.
    public let parameters: [NamedTensor]
    /// What training changes otherwise: `generator.batchNorm0.movingMean`.
    public let buffers: [NamedTensor]
    /// To what convolutions round the numbers that they multiply.
    public let precision: ConvolutionPrecision
    /// What comes out, without N: [1] of a discriminator, [C, H, W] of a generator.
    public let output: [Int]

    private let operations: [Operation]

    /// Whether a network trains or infers is an argument of its call.
    public enum Mode {
        /// Batch normalisation uses its moving moments, and nothing is dropped.
        case inference
        /// Batch normalisation uses the batch's moments and moves its own; dropout draws from `random`.
        case training(random: RandomGenerator)
        /// Batch normalisation uses the batch's moments, of which its own become the mean over this batch and the
        /// `batchesBefore` that came before it; nothing is dropped.
        case estimatingMoments(batchesBefore: Int)
    }

    /// A network whose weights have their first values, those that are random drawn from `random` in the order of the
    /// layers. Weights are named within `name`: `generator.dense.kernel`.
    ///
    /// Throws ``NetworkError`` for a description that cannot be, `TorchError` where there is no memory for it.
    public convenience init(
        _ description: NetworkDescription, named name: String, precision: ConvolutionPrecision = .float32,
        random: RandomGenerator, device: Device = .cpu
    ) throws {
        try self.init(description, named: name, precision: precision) { weight in
            switch weight.initial {
            case .zeros: try .zeros(weight.shape, device: device)
            case .ones: try .ones(weight.shape, device: device)
            case .uniform(let limit): try random.uniform(weight.shape, from: -limit, to: limit).moved(to: device)
            }
        }
        for parameter in parameters { try parameter.tensor.requireGradient(true) }
    }

    /// A network of weights that there are already, which it uses as they are; `weight` gives the tensor of each.
    public init(
        _ description: NetworkDescription, named name: String, precision: ConvolutionPrecision = .float32,
        weight: (WeightShape) throws -> Tensor
    ) throws {
        let placed = try description.placed()
        var parameters: [NamedTensor] = []
        var buffers: [NamedTensor] = []
        var tensors: [String: Tensor] = [:]
        for shape in try description.weights() {
            let tensor = try weight(shape)
            tensors[shape.name] = tensor
            let named = NamedTensor(name: "\(name).\(shape.name)", tensor: tensor)
            if shape.isTrained { parameters.append(named) } else { buffers.append(named) }
        }
        self.description = description
        self.precision = precision
        self.parameters = parameters
        self.buffers = buffers
        output = placed.last?.output ?? description.input
        operations = try Operation.sequence(placed, precision: precision) { layer, weight in
            guard let tensor = tensors["\(layer).\(weight)"] else {
                throw NetworkError("the layer \(layer) has no weight \(weight)")
            }
            return tensor
        }
    }

    /// Parameters and buffers: all that the network's outputs depend on.
    public var weights: [NamedTensor] { parameters + buffers }

    /// What the network makes of `input`, [N, Z] or [N, C, H, W], and, where it takes them, of one-hot `labels` [N, K].
    public func callAsFunction(_ input: Tensor, labels: Tensor? = nil, _ mode: Mode) throws -> Tensor {
        if let classes = description.classes, labels?.shape != [input.shape.first ?? 0, classes] {
            throw TorchError(
                code: .invalidArgument, operation: "network",
                message: "expected one-hot labels [\(input.shape.first ?? 0), \(classes)]",
                shapes: [input.shape] + (labels.map { [$0.shape] } ?? []))
        }
        return try operations.reduce(input) { try $1($0, labels: labels, mode) }
    }
}

@available(*, unavailable)
extension Network: Sendable {}
