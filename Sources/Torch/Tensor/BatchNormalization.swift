internal import CTorch

/// Batch normalisation with Keras's meaning, for [N, F] and for [N, C, H, W], each feature or channel on its own:
/// γ·(x − μ)/√(σ² + ε) + β.
///
/// In training, μ and σ² are the batch's mean and biased variance (the sum of squares divided by the count), and the
/// moving ones become momentum·moving + (1 − momentum)·batch. In inference they are the moving ones. Keras 3 (3.15, on
/// TensorFlow 2.21) takes the biased variance into the moving one for both ranks; PyTorch, and Keras 2 where it used
/// TensorFlow's fused kernel, take the unbiased one.
public struct BatchNormalization {
    /// γ, [features].
    public let gamma: Tensor
    /// β, [features].
    public let beta: Tensor
    /// Of the batches so far, [features].
    public let movingMean: Tensor
    /// Of the batches so far, [features].
    public let movingVariance: Tensor
    /// The share of the moving moments that a batch leaves.
    public let momentum: Double
    /// ε.
    public let epsilon: Double
    /// Of the LeakyReLU that follows; 1 for none.
    public let slope: Double
    /// Whether the moments are the batch's, and move the moving ones.
    public let training: Bool

    /// A normalisation by these tensors, [features] each; in training it writes to the moving ones.
    public init(
        gamma: Tensor, beta: Tensor, movingMean: Tensor, movingVariance: Tensor, momentum: Double = 0.99,
        epsilon: Double = 1e-3, slope: Double = 1, training: Bool
    ) {
        self.gamma = gamma
        self.beta = beta
        self.movingMean = movingMean
        self.movingVariance = movingVariance
        self.momentum = momentum
        self.epsilon = epsilon
        self.slope = slope
        self.training = training
    }

    var tensors: [Tensor] { [gamma, beta, movingMean, movingVariance] }

    var settings: ct_batch_norm {
        ct_batch_norm(
            gamma: gamma.handle, beta: beta.handle, moving_mean: movingMean.handle,
            moving_variance: movingVariance.handle, epsilon: epsilon, slope: slope, training: training,
            momentum: momentum)
    }

    /// Throws unless x has elements and, in one of these ways to count them, as many features as this.
    func check(_ x: Tensor, features: Int...) throws {
        guard features.contains(gamma.count) else {
            throw Self.error("expected \(gamma.count) features, got \(features[0])", x)
        }
        guard x.count > 0 else { throw Self.error("expected at least one element", x) }
    }

    static func error(_ message: String, _ x: Tensor) -> TorchError {
        TorchError(code: .invalidArgument, operation: "batchNorm", message: message, shapes: [x.shape])
    }
}

extension Tensor {
    /// [N, F] or [N, C, H, W] normalised, then its LeakyReLU, in one pass; of the same shape. Training changes the moving
    /// moments.
    public func normalized(by normalization: BatchNormalization) throws -> Tensor {
        guard rank == 2 || rank == 4 else { throw BatchNormalization.error("expected [N, F] or [N, C, H, W]", self) }
        try normalization.check(self, features: shape[1])
        return try Engine.make("batchNorm", [self] + normalization.tensors) {
            ct_normalized(handle, normalization.settings, $0, $1)
        }
    }
}
