import Testing
import Torch

/// Gradients of gradients: penalties on the gradients of whole networks, and of each kind of layer.
@Suite struct PenaltyTests {
    struct Case: Sendable, CustomTestStringConvertible {
        let channels: Int, width: Int, size: Int, batch: Int
        var testDescription: String { "\(size)×\(size)×\(channels), width \(width), batch \(batch)" }
    }

    static let cases = [
        Case(channels: 1, width: 32, size: 28, batch: 9), Case(channels: 3, width: 9, size: 16, batch: 11),
        Case(channels: 1, width: 16, size: 36, batch: 8),
        // Few enough images that libtorch computes some layers.
        Case(channels: 1, width: 8, size: 28, batch: 3),
    ]

    @Test(arguments: cases) func ofAWholeDiscriminator(_ test: Case) throws {
        let network = try SmallDiscriminator(channels: test.channels, width: test.width, size: test.size, seed: 1)
        let images = try RandomGenerator(seed: 2).normal([test.batch, test.channels, test.size, test.size])
        let exact = try network.variables(.float64)
        let expected = try exact.penalizedGradients(images.cast(to: .float64), .apart)
        for way in [SmallDiscriminator.Way.fused, .apart] {
            let found = try network.variables(.float32).penalizedGradients(images, way)
            for (one, other) in zip(found, expected) { #expect(try relativeError(one, other) < 1e-5) }
        }
    }

    /// The gradient of our kernels, along a direction, against differences of the loss in float64.
    @Test func againstDifferences() throws {
        let network = try SmallDiscriminator(width: 16, size: 28, seed: 3)
        let images = try RandomGenerator(seed: 4).normal([8, 1, 28, 28])
        let found = try network.variables(.float32).penalizedGradients(images, .fused)
        let random = try RandomGenerator(seed: 5)
        let exact = try network.variables(.float64)
        for (place, gradient) in found.enumerated() {
            let direction = try random.normal(gradient.shape).cast(to: .float64)
            let losses = try [1e-6, -1e-6].map { step in
                var moved = exact
                moved.weights[place] = try moved.weights[place] + direction * step
                return try moved.penalizedLoss(images.cast(to: .float64), .apart).scalar()
            }
            let expected = (losses[0] - losses[1]) / 2e-6
            let slope = try (gradient.cast(to: .float64) * direction).sum().scalar()
            let norm = try gradient.square().sum().scalar().squareRoot()
            #expect(abs(slope - expected) < 1e-4 * norm, "weight \(place)")
        }
    }

    /// A convolution's gradients of the first order by images, kernel and bias, and those of their sum of squares, with
    /// all that can be in its passes.
    @Test(arguments: FusedLayerTests.convolutions) func ofConvolutionsWithNeighbours(_ test: ConvolutionCase) throws {
        let inputs = try test.inputs(seed: 6)
        let addend = try RandomGenerator(seed: 7).normal(test.outputShape)
        func results(_ dtype: DType, fused: Bool) throws -> [Tensor] {
            let variables = try [inputs.x, inputs.kernel, inputs.bias, addend].map {
                try $0.cast(to: dtype).cloned().detached()
            }
            for variable in variables { try variable.requireGradient(true) }
            let (x, kernel, bias) = (variables[0], variables[1], variables[2])
            let y =
                fused
                ? try x.conv2d(
                    kernel: kernel, bias: bias, stride: test.stride, padding: .same, afterLeakyReLU: 0.2,
                    adding: variables[3])
                : try x.leakyReLU(slope: 0.2)
                    .conv2d(kernel: kernel, bias: bias, stride: test.stride, padding: .same) + variables[3]
            let first = try gradients(of: y.square().sum(), withRespectTo: variables, differentiable: true)
            let penalty = try first.map { try $0.square().mean() }.reduce(Tensor.zeros([], dtype: dtype)) {
                try $0 + $1
            }
            return try [y] + first + gradients(of: penalty, withRespectTo: variables)
        }
        let expected = try results(.float64, fused: false)
        for (one, other) in try zip(results(.float32, fused: true), expected) {
            #expect(one.shape == other.shape)
            #expect(try relativeError(one, other) < 1e-5)
        }
    }

    @Test func wrongAddend() throws {
        let (x, kernel) = try (Tensor.ones([2, 8, 6, 6]), Tensor.ones([8, 8, 5, 5]))
        let message = failure { try x.conv2d(kernel: kernel, padding: .same, adding: .ones([2, 8, 1, 1])) }
        #expect(message.hasPrefix("conv2d: expected an addend [2, 8, 6, 6]; inputs"))
    }

    /// LeakyReLU after a convolution, without dropout.
    @Test(arguments: FusedLayerTests.convolutions) func ofLeakyReLUAfter(_ test: ConvolutionCase) throws {
        let inputs = try test.inputs(seed: 8)
        func results(_ dtype: DType, fused: Bool) throws -> [Tensor] {
            let variables = try [inputs.x, inputs.kernel, inputs.bias].map {
                try $0.cast(to: dtype).cloned().detached()
            }
            for variable in variables { try variable.requireGradient(true) }
            let (x, kernel, bias) = (variables[0], variables[1], variables[2])
            let activation = try LeakyReLUDropout(slope: 0.3, rate: 0, random: RandomGenerator(seed: 9))
            let y = try x.conv2d(
                kernel: kernel, bias: bias, stride: test.stride, padding: .same, then: fused ? activation : nil)
            let active = fused ? y : try y.leakyReLU(slope: 0.3)
            let loss = try (active * inputs.outputGradient.cast(to: dtype)).sum()
            let first = try gradients(of: loss, withRespectTo: variables, differentiable: true)
            return try [active] + first + gradients(of: first[0].square().sum(), withRespectTo: [kernel])
        }
        for (one, other) in try zip(results(.float32, fused: true), results(.float64, fused: false)) {
            #expect(try relativeError(one, other) < 1e-5)
        }
    }

    /// Dropout's mask is a constant: with the same numbers, a network whose convolutions have it in their passes agrees
    /// with one whose layers are apart.
    @Test func ofANetworkWithDropout() throws {
        let random = try RandomGenerator(seed: 10)
        let weights = try [
            random.normal([32, 1, 5, 5]) * 0.2, random.normal([64, 32, 5, 5]) * 0.03,
            random.normal([49 * 64, 1]) * 0.02,
        ]
        let images = try random.normal([16, 1, 28, 28])
        func penaltyGradients(fused: Bool) throws -> [Tensor] {
            let variables = try (weights + [images]).map { try $0.cloned().detached() }
            for variable in variables { try variable.requireGradient(true) }
            let masks = try RandomGenerator(seed: 11)
            var x = variables[3]
            for kernel in variables[..<2] {
                let dropout = try LeakyReLUDropout(slope: 0.3, rate: 0.3, random: masks)
                x = try x.conv2d(kernel: kernel, stride: 2, padding: .same, then: fused ? dropout : nil)
                if !fused { x = try x.dropout(rate: 0.3, afterLeakyReLU: 0.3, random: masks) }
            }
            let logits = try x.flattenedHWC().linear(kernel: variables[2], bias: nil)
            let slopes = try gradients(of: logits.sum(), withRespectTo: [variables[3]], differentiable: true)[0]
            return try gradients(of: slopes.square().sum(), withRespectTo: Array(variables[..<3]))
        }
        for (one, other) in try zip(penaltyGradients(fused: true), penaltyGradients(fused: false)) {
            #expect(try relativeError(one, other.cast(to: .float64)) < 1e-5)
        }
    }

    /// Through a transposed convolution after a batch normalisation, by the batch's moments and by the moving ones.
    @Test(arguments: [true, false]) func ofConvolutionsAfterBatchNorm(training: Bool) throws {
        let test = ConvolutionCase(true, 2, 7, 7, (16, 32), batch: 9)
        let inputs = try test.inputs(seed: 12)
        func results(_ dtype: DType) throws -> [Tensor] {
            let layer = try BatchNorm(features: 32)
            let (x, kernel) = try (
                inputs.x.cast(to: dtype).cloned().detached(), inputs.kernel.cast(to: dtype).cloned().detached()
            )
            let scale = try layer.gamma.cast(to: dtype)
            let shift = try layer.beta.cast(to: dtype)
            for variable in [x, kernel] { try variable.requireGradient(true) }
            let y: Tensor
            if dtype == .float32 {
                let normalization = layer.normalization(then: LeakyReLU(), training: training)
                y = try x.convTranspose2d(kernel: kernel, stride: 2, padding: .same, after: normalization)
            } else {
                let normalized =
                    training
                    ? try FusedLayerTests.normalized(x, gamma: scale, beta: shift, slope: 0.3)
                    : try (x * (1 / 1.001.squareRoot())).leakyReLU(slope: 0.3)
                y = try normalized.convTranspose2d(kernel: kernel, stride: 2, padding: .same)
            }
            let first = try gradients(of: y.square().mean(), withRespectTo: [x, kernel], differentiable: true)
            let penalty = try first[0].square().sum() + first[1].square().sum()
            return try [y] + first + gradients(of: penalty, withRespectTo: [x, kernel])
        }
        for (one, other) in try zip(results(.float32), results(.float64)) {
            #expect(try relativeError(one, other) < 1e-5)
        }
    }

    /// The gradients of gradients have gradients again.
    @Test func thirdDerivatives() throws {
        let test = ConvolutionCase(false, 1, 6, 6, (9, 10), batch: 8)
        let inputs = try test.inputs(seed: 13)
        func third(_ dtype: DType) throws -> [Tensor] {
            let variables = try [inputs.x, inputs.kernel].map { try $0.cast(to: dtype).cloned().detached() }
            for variable in variables { try variable.requireGradient(true) }
            let rows = try test.convolve(variables[0], variables[1]).reshaped([8, -1])
            let y = try rows.linear(kernel: Tensor.ones([360, 40], dtype: dtype), bias: nil)
            let first = try gradients(of: (y.square() * y).mean(), withRespectTo: variables, differentiable: true)
            let second = try gradients(
                of: first[0].square().sum() + first[1].square().sum(), withRespectTo: variables, differentiable: true)
            return try gradients(of: second[0].square().mean() + second[1].square().mean(), withRespectTo: variables)
        }
        for (one, other) in try zip(third(.float32), third(.float64)) { #expect(try relativeError(one, other) < 1e-4) }
    }

    @Test(arguments: [(40, 100, 33), (9, 257, 1), (64, 3, 130)])
    func ofDenseLayers(_ sizes: (rows: Int, inputs: Int, outputs: Int)) throws {
        let random = try RandomGenerator(seed: 14)
        let (x, kernel) = try (
            random.normal([sizes.rows, sizes.inputs]), random.normal([sizes.inputs, sizes.outputs])
        )
        func second(_ dtype: DType) throws -> [Tensor] {
            let variables = try [x, kernel].map { try $0.cast(to: dtype).cloned().detached() }
            for variable in variables { try variable.requireGradient(true) }
            let y = try variables[0].linear(kernel: variables[1], bias: nil)
            let first = try gradients(of: y.square().mean(), withRespectTo: variables, differentiable: true)
            return try first
                + gradients(of: first[0].square().sum() + first[1].square().sum(), withRespectTo: variables)
        }
        for (one, other) in try zip(second(.float32), second(.float64)) {
            #expect(try relativeError(one, other) < 1e-5)
        }
    }
}
