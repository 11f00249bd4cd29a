internal import CTorch

/// Batch normalisation with Keras's meaning, for [N, F] and for [N, C, H, W], each feature or channel on its own:
/// γ·(x − μ)/√(σ² + ε) + β.
///
/// In training, μ and σ² are the batch's mean and biased variance (the sum of squares divided by the count), and the
/// moving ones become momentum·moving + (1 − momentum)·batch. In inference they are the moving ones. Keras 3 (3.15, on
/// TensorFlow 2.21) takes the biased variance into the moving one for both ranks; PyTorch, and Keras 2 where it used
/// TensorFlow's fused kernel, take the unbiased one.
public final class BatchNorm: Layer {
    /// γ, [features], from ones.
    public let gamma: Tensor
    /// β, [features], from zeros.
    public let beta: Tensor
    public let movingMean: Tensor
    public let movingVariance: Tensor
    public let momentum: Double
    public let epsilon: Double

    public init(features: Int, momentum: Double = 0.99, epsilon: Double = 1e-3, device: Device = .cpu) throws {
        try Initialization.check("batch norm layer", ("features", features))
        guard (0...1).contains(momentum), epsilon > 0 else {
            throw TorchError(
                code: .invalidArgument, operation: "batch norm layer",
                message: "expected a momentum of 0 to 1 and an epsilon above 0, got \(momentum) and \(epsilon)")
        }
        gamma = try Initialization.ones(features, device: device)
        beta = try Initialization.zeros(features, device: device)
        movingMean = try .zeros([features], device: device)
        movingVariance = try .ones([features], device: device)
        self.momentum = momentum
        self.epsilon = epsilon
    }

    /// A layer of tensors that there are already, [features] each.
    public init(
        gamma: Tensor, beta: Tensor, movingMean: Tensor, movingVariance: Tensor, momentum: Double = 0.99,
        epsilon: Double = 1e-3
    ) {
        self.gamma = gamma
        self.beta = beta
        self.movingMean = movingMean
        self.movingVariance = movingVariance
        self.momentum = momentum
        self.epsilon = epsilon
    }

    public var parameters: [NamedTensor] {
        [NamedTensor(name: "gamma", tensor: gamma), NamedTensor(name: "beta", tensor: beta)]
    }

    public var buffers: [NamedTensor] {
        [
            NamedTensor(name: "movingMean", tensor: movingMean),
            NamedTensor(name: "movingVariance", tensor: movingVariance),
        ]
    }

    /// [N, F] or [N, C, H, W], of the same shape after; then the LeakyReLU, if there is one, in the same pass. Training
    /// changes the moving moments.
    public func callAsFunction(_ x: Tensor, then activation: LeakyReLU? = nil, training: Bool) throws -> Tensor {
        guard x.rank == 2 || x.rank == 4 else { throw fail("expected [N, F] or [N, C, H, W]", x) }
        try check(x, features: x.shape[1])
        return try Engine.make("batchNorm", [x] + tensors) {
            ct_normalized(x.handle, settings(then: activation, training: training), $0, $1)
        }
    }

    var tensors: [Tensor] { [gamma, beta, movingMean, movingVariance] }

    func settings(then activation: LeakyReLU?, training: Bool) -> ct_batch_norm {
        ct_batch_norm(
            gamma: gamma.handle, beta: beta.handle, moving_mean: movingMean.handle,
            moving_variance: movingVariance.handle, epsilon: epsilon, slope: activation?.slope ?? 1,
            training: training, momentum: momentum)
    }

    /// Throws unless x has elements and, in one of these ways to count them, as many features as the layer.
    func check(_ x: Tensor, features: Int...) throws {
        guard features.contains(gamma.count) else {
            throw fail("expected \(gamma.count) features, got \(features[0])", x)
        }
        guard x.count > 0 else { throw fail("expected at least one element", x) }
    }

    private func fail(_ message: String, _ x: Tensor) -> TorchError {
        TorchError(code: .invalidArgument, operation: "batchNorm", message: message, shapes: [x.shape])
    }
}
