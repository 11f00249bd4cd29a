import Testing
import Torch

/// Layers that do the work of two in one pass, against the two, and against float64.
@Suite struct FusedLayerTests {
    /// Features on either side of what a vector, and a part of the work, holds; more rows than one part has.
    static let shapes = [
        [2, 1], [7, 5], [300, 33], [64, 300], [3, 5, 4, 6], [9, 17, 7, 7], [40, 64, 14, 14], [2, 130, 3, 1],
    ]

    /// Batch normalisation by its definition, differentiable, in any precision.
    static func normalized(_ x: Tensor, gamma: Tensor, beta: Tensor, slope: Double) throws -> Tensor {
        let dimensions = x.rank == 4 ? [0, 2, 3] : [0]
        let shape = x.rank == 4 ? [1, x.shape[1], 1, 1] : [1, x.shape[1]]
        let mean = try x.mean(dimensions: dimensions, keepingDimensions: true)
        let deviation = try x - mean
        let variance = try deviation.square().mean(dimensions: dimensions, keepingDimensions: true)
        let y = try deviation / (variance + 1e-3).sqrt() * gamma.reshaped(shape) + beta.reshaped(shape)
        return try y.leakyReLU(slope: slope)
    }

    @Test(arguments: shapes) func batchNormAndLeakyReLU(_ shape: [Int]) throws {
        let random = try RandomGenerator(seed: 1)
        let features = shape[1]
        // Far from 0, where a variance by the mean of squares would lose its digits.
        let x = try random.normal(shape) * 2 + 50
        let outputGradient = try random.normal(shape)
        let layer = try BatchNorm(features: features)
        try layer.gamma.copy(from: random.uniform([features], from: -1, to: 2))
        try layer.beta.copy(from: random.normal([features]))

        let inputs = [try x.detached(), layer.gamma, layer.beta]
        try inputs[0].requireGradient(true)
        let y = try layer(inputs[0], then: LeakyReLU(slope: 0.3), training: true)
        let found = try gradients(of: (y * outputGradient).sum(), withRespectTo: inputs)

        let exact = try inputs.map { try $0.detached().cast(to: .float64) }
        for input in exact { try input.requireGradient(true) }
        let expected = try Self.normalized(exact[0], gamma: exact[1], beta: exact[2], slope: 0.3)
        let expectedGradients = try gradients(
            of: (expected * outputGradient.cast(to: .float64)).sum(), withRespectTo: exact)
        #expect(y.shape == shape)
        // An element of float32 near 50 is exact to 4e-6, of which a small variance makes more.
        #expect(try relativeError(y, expected) < 1e-5)
        if shape[0] > 2 {
            for (one, other) in zip(found, expectedGradients) { #expect(try relativeError(one, other) < 1e-4) }
        }

        let batchMean = try exact[0].mean(dimensions: x.rank == 4 ? [0, 2, 3] : [0])
        #expect(try relativeError(layer.movingMean, batchMean * 0.01) < 1e-6)
        let variance = try exact[0].variance(dimensions: x.rank == 4 ? [0, 2, 3] : [0], unbiased: false)
        #expect(try relativeError(layer.movingVariance, variance * 0.01 + 0.99) < 1e-6)

        let inference = try withoutGradients { try layer(x, then: LeakyReLU(slope: 0.3), training: false) }
        let recorded = try layer(x, training: false).leakyReLU(slope: 0.3)
        #expect(try relativeError(inference, recorded.cast(to: .float64)) < 1e-6)
    }

    @Test(arguments: [[1, 1], [3, 31], [5, 7, 3, 3], [64, 64, 7, 7]]) func leakyReLUAndDropout(_ shape: [Int]) throws {
        let x = try RandomGenerator(seed: 2).normal(shape)
        let outputGradient = try RandomGenerator(seed: 3).normal(shape)
        func results(_ layer: (Tensor) throws -> Tensor) throws -> [[Float]] {
            let input = try x.detached()
            try input.requireGradient(true)
            let y = try layer(input)
            let gradient = try gradients(of: (y * outputGradient).sum(), withRespectTo: [input])[0]
            return [try y.floats(), try gradient.floats()]
        }
        let fused = try results {
            try $0.dropout(rate: 0.3, afterLeakyReLU: 0.3, random: RandomGenerator(seed: 4))
        }
        let apart = try results {
            try $0.leakyReLU(slope: 0.3).dropout(rate: 0.3, random: RandomGenerator(seed: 4))
        }
        for (one, other) in zip(fused, apart) {
            #expect(zip(one, other).allSatisfy { abs($0 - $1) <= 1e-6 * abs($1) })
        }
    }

    /// Convolutions of one, three and many channels, of more than one tile, of which an image does not end with a group
    /// of dropout's numbers, and that libtorch computes.
    static let convolutions = [
        ConvolutionCase(false, 2, 14, 14, (1, 64), batch: 5), ConvolutionCase(false, 2, 8, 4, (3, 17)),
        ConvolutionCase(false, 2, 7, 7, (64, 128), batch: 9), ConvolutionCase(false, 1, 8, 12, (9, 33)),
        ConvolutionCase(false, 2, 20, 24, (16, 8)), ConvolutionCase(false, 2, 7, 7, (8, 15), batch: 9),
        ConvolutionCase(false, 1, 4, 4, (2, 3)),
    ]

    @Test(arguments: convolutions) func convolutionWithLeakyReLUAndDropout(_ test: ConvolutionCase) throws {
        let inputs = try test.inputs(seed: 10)
        for needed in [[0, 1, 2], [0], [1], [2], [1, 2]] {
            func results(_ apply: (Conv2D, Tensor) throws -> Tensor) throws -> [Tensor] {
                let layer = try Conv2D(
                    inputChannels: test.channels.0, outputChannels: test.channels.1, stride: test.stride,
                    random: RandomGenerator(seed: 11))
                let x = try inputs.x.cloned().detached()
                try layer.bias.copy(from: inputs.bias)
                let variables = [x, layer.kernel, layer.bias]
                for (index, variable) in variables.enumerated() {
                    try variable.requireGradient(needed.contains(index))
                }
                let y = try apply(layer, x)
                return try [y]
                    + gradients(of: (y * inputs.outputGradient).sum(), withRespectTo: needed.map { variables[$0] })
            }
            let fused = try results {
                try $0($1, then: LeakyReLU(), Dropout(rate: 0.3), random: RandomGenerator(seed: 12))
            }
            let apart = try results {
                try $0($1).dropout(rate: 0.3, afterLeakyReLU: 0.3, random: RandomGenerator(seed: 12))
            }
            for (one, other) in zip(fused, apart) {
                #expect(one.shape == other.shape)
                #expect(try relativeError(one, other.cast(to: .float64)) < 2e-6)
            }
        }
    }

    /// A penalty on the gradient by x, as some losses have it, has gradients itself.
    @Test func gradientsOfGradientsOfConvolutionWithDropout() throws {
        let test = Self.convolutions[2]
        let inputs = try test.inputs(seed: 13)
        func penalty(_ convolve: (Tensor, Tensor) throws -> Tensor) throws -> Tensor {
            let (x, kernel) = try (inputs.x.cloned().detached(), inputs.kernel.cloned().detached())
            for variable in [x, kernel] { try variable.requireGradient(true) }
            let y = try convolve(x, kernel)
            let gradient = try gradients(
                of: (y * inputs.outputGradient).sum(), withRespectTo: [x], differentiable: true)[0]
            return try gradients(of: gradient.square().sum(), withRespectTo: [kernel])[0]
        }
        let fused = try penalty {
            let dropout = try LeakyReLUDropout(slope: 0.3, rate: 0.3, random: RandomGenerator(seed: 14))
            return try $0.conv2d(kernel: $1, stride: test.stride, padding: .same, then: dropout)
        }
        let apart = try penalty {
            try $0.conv2d(kernel: $1, stride: test.stride, padding: .same)
                .dropout(rate: 0.3, afterLeakyReLU: 0.3, random: RandomGenerator(seed: 14))
        }
        #expect(try relativeError(fused, apart.cast(to: .float64)) < 2e-6)
    }

    /// No numbers are drawn where nothing can be dropped.
    @Test func convolutionWithoutDropout() throws {
        let layer = try Conv2D(
            inputChannels: 1, outputChannels: 32, stride: 2, random: RandomGenerator(seed: 15))
        let x = try RandomGenerator(seed: 16).normal([2, 1, 28, 28])
        let random = try RandomGenerator(seed: 17)
        let state = try random.state()
        let expected = try layer(x).leakyReLU(slope: 0.3)
        #expect(try layer(x, then: LeakyReLU(), Dropout(rate: 0), random: random).isEqual(to: expected))
        #expect(try random.state().floats() == state.floats())
        #expect(throws: TorchError.self) {
            try layer(x, then: LeakyReLU(), Dropout(rate: 1), random: random)
        }
    }

    /// The gradient at 0 is the slope, where 0 is kept, and what is dropped has none.
    @Test func zerosAreNotDropped() throws {
        let x = try Tensor.zeros([10_000])
        try x.requireGradient(true)
        let y = try x.dropout(rate: 0.25, afterLeakyReLU: 0.5, random: RandomGenerator(seed: 5))
        let gradient = try gradients(of: y.sum(), withRespectTo: [x])[0].floats()
        let kept = gradient.filter { $0 != 0 }
        #expect(kept.allSatisfy { abs($0 - 0.5 / 0.75) < 1e-6 })
        #expect((7_300...7_700).contains(kept.count))
        #expect(try y.floats().allSatisfy { $0 == 0 })
    }

    @Test func theSameNumbersForAnyThreadCount() throws {
        let x = try Tensor.ones([33, 7, 9, 11])
        func drawn() throws -> [Float] { try x.dropout(rate: 0.3, random: RandomGenerator(seed: 6)).floats() }
        let first = try drawn()
        let threads = Runtime.threadCount
        try Runtime.setThreadCount(1)
        defer { try? Runtime.setThreadCount(threads) }
        #expect(try drawn() == first)
    }

    /// Each of 32 numbers that are drawn together, and each pair of neighbours.
    @Test func whatIsDroppedIsIndependent() throws {
        let kept = try Tensor.ones([3_200_000]).dropout(rate: 0.3, random: RandomGenerator(seed: 7)).floats()
            .map { $0 > 0 }
        for place in 0..<32 {
            let share = Double(stride(from: place, to: kept.count, by: 32).count { kept[$0] }) / 100_000
            #expect(abs(share - 0.7) < 0.008)
        }
        let both = Double((1..<kept.count).count { kept[$0] && kept[$0 - 1] }) / Double(kept.count - 1)
        #expect(abs(both - 0.49) < 0.002)
    }

    @Test(arguments: [(1, 1, 1), (5, 100, 33), (17, 300, 64), (300, 7, 130), (9, 6272, 1), (70, 257, 31), (3, 1, 1)])
    func dense(_ sizes: (rows: Int, inputs: Int, outputs: Int)) throws {
        let random = try RandomGenerator(seed: 8)
        let tensors = try [
            random.normal([sizes.rows, sizes.inputs]), random.normal([sizes.inputs, sizes.outputs]),
            random.normal([sizes.outputs]),
        ]
        let outputGradient = try random.normal([sizes.rows, sizes.outputs])
        func results(_ dtype: DType) throws -> [Tensor] {
            let inputs = try tensors.map { try $0.cast(to: dtype).cloned().detached() }
            for input in inputs { try input.requireGradient(true) }
            let y = try inputs[0].linear(kernel: inputs[1], bias: inputs[2])
            return try [y] + gradients(of: (y * outputGradient.cast(to: dtype)).sum(), withRespectTo: inputs)
        }
        for (one, other) in zip(try results(.float32), try results(.float64)) {
            #expect(one.shape == other.shape)
            #expect(try relativeError(one, other) < 2e-6)
        }
    }

    /// A penalty on a gradient's norm, as WGAN-GP has it, is differentiated once more.
    @Test func gradientsOfGradients() throws {
        let images = try RandomGenerator(seed: 9).normal([12, 40])
        let weights = try RandomGenerator(seed: 10).normal([40, 1])
        func penaltyGradients(_ dtype: DType) throws -> [Tensor] {
            let inputs = try [images, weights].map { try $0.cast(to: dtype).cloned().detached() }
            for input in inputs { try input.requireGradient(true) }
            let norm = try BatchNorm(features: 40)
            let hidden =
                dtype == .float32
                ? try norm(inputs[0], then: LeakyReLU(slope: 0.3), training: true)
                : try Self.normalized(
                    inputs[0], gamma: norm.gamma.cast(to: dtype), beta: norm.beta.cast(to: dtype), slope: 0.3)
            let y = try hidden.linear(kernel: inputs[1], bias: nil)
            let first = try gradients(of: y.square().sum(), withRespectTo: [inputs[0]], differentiable: true)
            return try gradients(of: first[0].square().sum(), withRespectTo: inputs)
        }
        for (one, other) in zip(try penaltyGradients(.float32), try penaltyGradients(.float64)) {
            #expect(try relativeError(one, other) < 1e-4)
        }
    }
}
