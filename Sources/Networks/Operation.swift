import Torch

/// One pass of a network that runs: a layer, or neighbours whose arithmetic one pass of the kernels does together.
indirect enum Operation {
    case dense(kernel: Tensor, bias: Tensor?)
    case batchNorm(Moments, then: LeakyReLU?)
    case leakyReLU(LeakyReLU)
    case dropout(Dropout, after: LeakyReLU?)
    case tanh
    case reshape(Reshape)
    case flatten
    /// The convolution of LeakyReLU, where that precedes it; LeakyReLU and dropout of the convolution, where they follow
    /// it.
    case conv2D(Convolution, after: LeakyReLU?, then: (LeakyReLU, Dropout)?)
    /// The convolution of LeakyReLU of a batch normalisation, where they precede it.
    case convTranspose2D(Convolution, after: (Moments, LeakyReLU)?)
    case residual([Operation], shortcut: [Operation])
    case classEmbedding(Tensor)
    case classProjection(kernel: Tensor, bias: Tensor, embedding: Tensor)

    struct Convolution {
        let kernel: Tensor
        let bias: Tensor?
        let stride: Int
        let precision: ConvolutionPrecision
    }

    /// A batch normalisation's weights and settings.
    struct Moments {
        let gamma: Tensor
        let beta: Tensor
        let movingMean: Tensor
        let movingVariance: Tensor
        let settings: BatchNorm
    }

    /// What the operation makes of `x`, of N inputs with one-hot `labels` [N, K].
    func callAsFunction(_ x: Tensor, labels: Tensor?, _ mode: Network.Mode) throws -> Tensor {
        switch self {
        case .dense(let kernel, let bias): try x.linear(kernel: kernel, bias: bias)
        case .batchNorm(let moments, let activation):
            try x.normalized(by: moments.normalization(then: activation, mode))
        case .leakyReLU(let activation): try x.leakyReLU(slope: activation.slope)
        case .dropout(let dropout, let activation): try dropout(x, after: activation, mode)
        case .tanh: try x.tanh()
        case .reshape(let shape): try shape(x)
        case .flatten: try Flatten()(x)
        case .conv2D(let convolution, let activation, let dropping):
            try convolution.conv2d(x, after: activation, then: dropping, mode)
        case .convTranspose2D(let convolution, let normalization):
            try convolution.convTranspose2d(x, after: normalization, mode)
        case .residual(let body, let shortcut):
            try Self.sum(
                body, x, shortcut.reduce(x) { try $1($0, labels: labels, mode) }, labels: labels, mode)
        case .classEmbedding(let kernel):
            try .concatenated([x, Self.required(labels).linear(kernel: kernel, bias: nil)], dimension: 1)
        case .classProjection(let kernel, let bias, let embedding):
            try x.linear(kernel: kernel, bias: bias)
                + (Self.required(labels).linear(kernel: embedding, bias: nil) * x).sum(
                    dimensions: [1], keepingDimensions: true)
        }
    }

    /// `addend` and what `body` makes of `x`: where its last pass is a convolution, that adds them too.
    private static func sum(
        _ body: [Operation], _ x: Tensor, _ addend: Tensor, labels: Tensor?, _ mode: Network.Mode
    ) throws -> Tensor {
        guard case .conv2D(let convolution, let activation, nil) = body.last else {
            return try addend + body.reduce(x) { try $1($0, labels: labels, mode) }
        }
        let input = try body.dropLast().reduce(x) { try $1($0, labels: labels, mode) }
        return try convolution.conv2d(input, after: activation, then: nil, adding: addend, mode)
    }

    private static func required(_ labels: Tensor?) throws -> Tensor {
        guard let labels else {
            throw TorchError(code: .invalidArgument, operation: "network", message: "expected one-hot labels")
        }
        return labels
    }
}

extension Operation.Convolution {
    fileprivate func conv2d(
        _ x: Tensor, after activation: LeakyReLU?, then dropping: (LeakyReLU, Dropout)?, adding addend: Tensor? = nil,
        _ mode: Network.Mode
    ) throws -> Tensor {
        func convolved(then dropout: LeakyReLUDropout?) throws -> Tensor {
            try x.conv2d(
                kernel: kernel, bias: bias, stride: stride, padding: .same, precision: precision,
                afterLeakyReLU: activation?.slope, then: dropout, adding: addend)
        }
        guard let (activation, dropout) = dropping else { return try convolved(then: nil) }
        guard case .training(let random) = mode, dropout.rate > 0 else {
            return try convolved(then: nil).leakyReLU(slope: activation.slope)
        }
        return try convolved(
            then: LeakyReLUDropout(slope: activation.slope, rate: dropout.rate, random: random))
    }

    fileprivate func convTranspose2d(
        _ x: Tensor, after normalized: (moments: Operation.Moments, activation: LeakyReLU)?, _ mode: Network.Mode
    ) throws -> Tensor {
        try x.convTranspose2d(
            kernel: kernel, bias: bias, stride: stride, padding: .same, precision: precision,
            after: normalized.map { $0.moments.normalization(then: $0.activation, mode) })
    }
}

extension Operation.Moments {
    /// The batch normalisation, keeping as much of its moving moments as `mode` asks for.
    fileprivate func normalization(then activation: LeakyReLU?, _ mode: Network.Mode) -> BatchNormalization {
        let (momentum, training) =
            switch mode {
            case .inference: (settings.momentum, false)
            case .training: (settings.momentum, true)
            case .estimatingMoments(let count): (Double(count) / Double(count + 1), true)
            }
        return BatchNormalization(
            gamma: gamma, beta: beta, movingMean: movingMean, movingVariance: movingVariance, momentum: momentum,
            epsilon: settings.epsilon, slope: activation?.slope ?? 1, training: training)
    }
}

extension Dropout {
    fileprivate func callAsFunction(_ x: Tensor, after activation: LeakyReLU?, _ mode: Network.Mode) throws -> Tensor {
        if case .training(let random) = mode {
            return try x.dropout(rate: rate, afterLeakyReLU: activation?.slope, random: random)
        }
        return try activation.map { try x.leakyReLU(slope: $0.slope) } ?? x
    }
}

extension Reshape {
    fileprivate func callAsFunction(_ x: Tensor) throws -> Tensor {
        try x.reshaped([x.shape[0], height, width, channels]).permuted([0, 3, 1, 2])
    }
}

extension Flatten {
    fileprivate func callAsFunction(_ x: Tensor) throws -> Tensor {
        try x.permuted([0, 2, 3, 1]).reshaped([x.shape[0], x.shape[1] * x.shape[2] * x.shape[3]])
    }
}
