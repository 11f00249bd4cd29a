internal import CTorch

/// LeakyReLU of a batch normalisation, which a transposed convolution can have in its own pass.
public struct BatchNormLeakyReLU {
    public let batchNorm: BatchNorm
    public let activation: LeakyReLU
    public let training: Bool

    public init(batchNorm: BatchNorm, activation: LeakyReLU, training: Bool) {
        self.batchNorm = batchNorm
        self.activation = activation
        self.training = training
    }

    var settings: ct_batch_norm { batchNorm.settings(then: activation, training: training) }
}
