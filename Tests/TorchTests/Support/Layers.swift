import Torch

// Weights with the functions that take them, for tests that set two ways to compute a layer side by side.

struct LeakyReLU {
    var slope = 0.3
}

struct Dropout {
    let rate: Double
}

struct BatchNorm {
    let gamma: Tensor, beta: Tensor
    let movingMean: Tensor, movingVariance: Tensor
    let momentum: Double

    init(features: Int, momentum: Double = 0.99) throws {
        (gamma, beta) = (try .ones([features]), try .zeros([features]))
        (movingMean, movingVariance) = (try .zeros([features]), try .ones([features]))
        self.momentum = momentum
        for parameter in [gamma, beta] { try parameter.requireGradient(true) }
    }

    func normalization(then activation: LeakyReLU? = nil, training: Bool) -> BatchNormalization {
        BatchNormalization(
            gamma: gamma, beta: beta, movingMean: movingMean, movingVariance: movingVariance, momentum: momentum,
            slope: activation?.slope ?? 1, training: training)
    }

    func callAsFunction(_ x: Tensor, then activation: LeakyReLU? = nil, training: Bool) throws -> Tensor {
        try x.normalized(by: normalization(then: activation, training: training))
    }
}

struct Conv2D {
    let kernel: Tensor, bias: Tensor
    let stride: Int

    init(inputChannels: Int, outputChannels: Int, stride: Int, random: RandomGenerator) throws {
        kernel = try random.uniform([outputChannels, inputChannels, 5, 5], from: -0.1, to: 0.1)
        bias = try .zeros([outputChannels])
        self.stride = stride
    }

    func callAsFunction(_ x: Tensor) throws -> Tensor {
        try x.conv2d(kernel: kernel, bias: bias, stride: stride, padding: .same)
    }

    func callAsFunction(
        _ x: Tensor, then activation: LeakyReLU, _ dropout: Dropout, random: RandomGenerator
    ) throws -> Tensor {
        try x.conv2d(
            kernel: kernel, bias: bias, stride: stride, padding: .same,
            then: LeakyReLUDropout(slope: activation.slope, rate: dropout.rate, random: random))
    }
}

struct ConvTranspose2D {
    let kernel: Tensor
    let bias: Tensor?
    let stride: Int

    init(inputChannels: Int, outputChannels: Int, stride: Int, useBias: Bool, random: RandomGenerator) throws {
        kernel = try random.uniform([inputChannels, outputChannels, 5, 5], from: -0.1, to: 0.1)
        bias = useBias ? try random.normal([outputChannels]) : nil
        self.stride = stride
        for parameter in [kernel] + (bias.map { [$0] } ?? []) { try parameter.requireGradient(true) }
    }

    func callAsFunction(_ x: Tensor) throws -> Tensor {
        try x.convTranspose2d(kernel: kernel, bias: bias, stride: stride, padding: .same)
    }

    func callAsFunction(
        _ x: Tensor, after norm: BatchNorm, _ activation: LeakyReLU, training: Bool
    ) throws -> Tensor {
        try x.convTranspose2d(
            kernel: kernel, bias: bias, stride: stride, padding: .same,
            after: norm.normalization(then: activation, training: training))
    }
}

extension Tensor {
    /// [N, C, H, W] -> [N, H·W·C], the elements of a row in the order H, W, C.
    func flattenedHWC() throws -> Tensor { try permuted([0, 2, 3, 1]).reshaped([shape[0], count / shape[0]]) }

    /// The inverse of ``flattenedHWC()`` into maps of `shape`.
    func unflattenedHWC(_ shape: [Int]) throws -> Tensor {
        try reshaped([shape[0], shape[2], shape[3], shape[1]]).permuted([0, 3, 1, 2])
    }
}
