internal import CTorch

#if canImport(Glibc)
    import Glibc
#elseif canImport(Darwin)
    import Darwin
#endif

/// Adam in TensorFlow's form, which adds ε to the root of the uncorrected moment:
/// m ← β1·m + (1 − β1)·g, v ← β2·v + (1 − β2)·g², θ ← θ − α·√(1 − β2ᵗ)/(1 − β1ᵗ) · m/(√v + ε).
/// Source: Kingma and Ba, 2015, https://arxiv.org/abs/1412.6980, the form before section 2.1.
public final class Adam {
    /// The tensors that ``step(gradients:)`` changes, in the order of their gradients.
    public let parameters: [NamedTensor]
    /// α.
    public var stepSize: Double
    /// β1, the decay of the first moment.
    public let beta1: Double
    /// β2, the decay of the second moment.
    public let beta2: Double
    /// ε, outside the bias correction.
    public let epsilon: Double
    /// The steps taken, t. Set it, together with what ``state`` holds, to continue from a checkpoint.
    public var stepCount: Int64 = 0

    private let firstMoments: [Tensor]
    private let secondMoments: [Tensor]

    /// An optimizer that has taken no step. Throws ``TorchError`` for decay rates that are not from 0 to less than 1.
    public init(
        parameters: [NamedTensor], stepSize: Double, beta1: Double = 0.9, beta2: Double = 0.999,
        epsilon: Double = 1e-8
    ) throws {
        guard (0..<1).contains(beta1), (0..<1).contains(beta2) else {
            throw TorchError(
                code: .invalidArgument, operation: "adam",
                message: "expected decay rates of 0 to less than 1, got \(beta1) and \(beta2)")
        }
        self.parameters = parameters
        self.stepSize = stepSize
        self.beta1 = beta1
        self.beta2 = beta2
        self.epsilon = epsilon
        let zeros = { (parameter: NamedTensor) in
            try Tensor.zeros(parameter.tensor.shape, dtype: parameter.tensor.dtype, device: parameter.tensor.device)
        }
        firstMoments = try parameters.map(zeros)
        secondMoments = try parameters.map(zeros)
    }

    /// The moments m and v of each parameter: "NAME.m" and "NAME.v".
    public var state: [NamedTensor] {
        parameters.indices.flatMap { index in
            let name = parameters[index].name
            return [
                NamedTensor(name: "\(name).m", tensor: firstMoments[index]),
                NamedTensor(name: "\(name).v", tensor: secondMoments[index]),
            ]
        }
    }

    /// Takes one step along `gradients`, one per parameter and of its shape.
    public func step(gradients: [Tensor]) throws {
        guard gradients.count == parameters.count else {
            throw TorchError(
                code: .invalidArgument, operation: "adam",
                message: "expected \(parameters.count) gradients, got \(gradients.count)")
        }
        for (parameter, gradient) in zip(parameters, gradients) where parameter.tensor.shape != gradient.shape {
            throw TorchError(
                code: .invalidArgument, operation: "adam",
                message: "expected a gradient \(parameter.tensor.shape) of \(parameter.name)", shapes: [gradient.shape])
        }
        let count = stepCount + 1
        // In float32, as Keras has it. There 1 − β2ᵗ is off by 1e-5 at t = 1, and a GAN multiplies that: with exact
        // powers its gradients differ from Keras's by 2e-5 five steps later.
        let power = Float(count)
        let correction = (1 - pow(Float(beta2), power)).squareRoot() / (1 - pow(Float(beta1), power))
        let settings = ct_adam(
            step_size: Double(Float(stepSize) * correction), beta1: beta1, beta2: beta2, epsilon: epsilon)
        let tensors = parameters.map(\.tensor)
        try Engine.perform("adam", tensors + gradients) {
            ct_adam_step(
                tensors.map { $0.handle }, gradients.map { $0.handle }, firstMoments.map { $0.handle },
                secondMoments.map { $0.handle }, Int64(tensors.count), settings, $0)
        }
        stepCount = count
    }
}

@available(*, unavailable)
extension Adam: Sendable {}
