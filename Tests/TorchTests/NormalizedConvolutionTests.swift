import Testing
import Torch

/// Transposed convolutions that normalise what they take in their own pass, against one layer after the other.
@Suite struct NormalizedConvolutionTests {
    /// To one, three and many channels, of more than one tile, and such as libtorch computes.
    static let cases = [
        ConvolutionCase(true, 2, 14, 14, (1, 64), batch: 5), ConvolutionCase(true, 2, 8, 4, (3, 17)),
        ConvolutionCase(true, 2, 7, 7, (64, 128), batch: 9), ConvolutionCase(true, 1, 7, 7, (33, 65), batch: 9),
        ConvolutionCase(true, 2, 20, 24, (16, 8)), ConvolutionCase(true, 1, 4, 4, (2, 3)),
    ]

    /// Normalises each channel, or each element of rows that become maps.
    private enum Features: CaseIterable {
        case channels, elements

        func count(_ maps: Tensor) -> Int {
            self == .channels ? maps.shape[1] : maps.shape[1] * maps.shape[2] * maps.shape[3]
        }

        func apply(_ layer: BatchNorm, _ maps: Tensor, _ activation: LeakyReLU, training: Bool) throws -> Tensor {
            guard self == .elements else { return try layer(maps, then: activation, training: training) }
            let rows = try layer(maps.flattenedHWC(), then: activation, training: training)
            return try rows.unflattenedHWC(maps.shape)
        }
    }

    private let activation = LeakyReLU(slope: 0.3)

    private func layers(
        _ test: ConvolutionCase, _ maps: Tensor, _ features: Features, useBias: Bool = true
    ) throws -> (BatchNorm, ConvTranspose2D) {
        let random = try RandomGenerator(seed: 21)
        let norm = try BatchNorm(features: features.count(maps))
        try norm.gamma.copy(from: random.uniform([norm.gamma.count], from: -1, to: 2))
        try norm.beta.copy(from: random.normal([norm.beta.count]))
        try norm.movingMean.copy(from: random.normal([norm.beta.count]))
        let convolution = try ConvTranspose2D(
            inputChannels: test.channels.1, outputChannels: test.channels.0, stride: test.stride, useBias: useBias,
            random: random)
        return (norm, convolution)
    }

    @Test(arguments: cases) func valuesAndGradients(_ test: ConvolutionCase) throws {
        let inputs = try test.inputs(seed: 20)
        for (features, useBias) in [(Features.channels, true), (.channels, false), (.elements, true)] {
            for needed in [[0, 1, 2, 3], [0], [1], [2, 3], [3]] {
                func results(_ apply: (BatchNorm, ConvTranspose2D, Tensor) throws -> Tensor) throws -> [Tensor] {
                    let x = try inputs.x.cloned().detached()
                    let (norm, convolution) = try layers(test, x, features, useBias: useBias)
                    let variables = [x, convolution.kernel, norm.gamma, norm.beta]
                    for (index, variable) in variables.enumerated() {
                        try variable.requireGradient(needed.contains(index))
                    }
                    let y = try apply(norm, convolution, x)
                    let wanted = needed.map { variables[$0] } + (convolution.bias.map { [$0] } ?? [])
                    return try [y]
                        + gradients(of: (y * inputs.outputGradient).sum(), withRespectTo: wanted)
                        + [norm.movingMean, norm.movingVariance]
                }
                let fused = try results { try $1($2, after: $0, activation, training: true) }
                let apart = try results { try $1(features.apply($0, $2, activation, training: true)) }
                #expect(fused.count == apart.count)
                for (one, other) in zip(fused, apart) {
                    #expect(one.shape == other.shape)
                    #expect(try relativeError(one, other.cast(to: .float64)) < 2e-6)
                }
            }
        }
    }

    @Test(arguments: cases) func inference(_ test: ConvolutionCase) throws {
        let x = try test.inputs(seed: 22).x
        for features in Features.allCases {
            let (norm, convolution) = try layers(test, x, features)
            let expected = try convolution(features.apply(norm, x, activation, training: false))
            let moments = try [norm.movingMean.cloned(), norm.movingVariance.cloned()]
            let recorded = try convolution(x, after: norm, activation, training: false)
            let unrecorded = try withoutGradients { try convolution(x, after: norm, activation, training: false) }
            for y in [recorded, unrecorded] {
                #expect(try relativeError(y, expected.cast(to: .float64)) < 2e-6)
            }
            #expect(try norm.movingMean.isEqual(to: moments[0]))
            #expect(try norm.movingVariance.isEqual(to: moments[1]))

            let found = try gradients(of: recorded.square().sum(), withRespectTo: [norm.gamma, convolution.kernel])
            let wanted = try gradients(of: expected.square().sum(), withRespectTo: [norm.gamma, convolution.kernel])
            for (one, other) in zip(found, wanted) {
                #expect(try relativeError(one, other.cast(to: .float64)) < 1e-5)
            }
        }
    }

    /// A penalty on the gradient by x, as some losses have it, has gradients itself.
    @Test func gradientsOfGradients() throws {
        let test = Self.cases[2]
        let inputs = try test.inputs(seed: 23)
        for features in Features.allCases {
            func penalty(_ apply: (BatchNorm, ConvTranspose2D, Tensor) throws -> Tensor) throws -> [Tensor] {
                let x = try inputs.x.cloned().detached()
                try x.requireGradient(true)
                let (norm, convolution) = try layers(test, x, features)
                let y = try apply(norm, convolution, x)
                let gradient = try gradients(
                    of: (y * inputs.outputGradient).sum(), withRespectTo: [x], differentiable: true)[0]
                let variables = [x, norm.gamma, convolution.kernel]
                return try gradients(of: gradient.square().sum(), withRespectTo: variables)
            }
            let fused = try penalty { try $1($2, after: $0, activation, training: true) }
            let apart = try penalty { try $1(features.apply($0, $2, activation, training: true)) }
            for (one, other) in zip(fused, apart) {
                #expect(try relativeError(one, other.cast(to: .float64)) < 1e-5)
            }
        }
    }

    /// In inference, only the kernel wants gradients, and the moving moments move before they are asked for.
    @Test func gradientsOfTheKernelAloneInInference() throws {
        let test = Self.cases[2]
        let x = try test.inputs(seed: 26).x
        func penalty(_ apply: (BatchNorm, ConvTranspose2D) throws -> Tensor) throws -> Tensor {
            let (norm, convolution) = try layers(test, x, .channels)
            for parameter in [norm.gamma, norm.beta] { try parameter.requireGradient(false) }
            let y = try apply(norm, convolution)
            _ = try withoutGradients { try norm(x, training: true) }
            let gradient = try gradients(
                of: y.square().sum(), withRespectTo: [convolution.kernel], differentiable: true)[0]
            return try gradients(of: gradient.square().sum(), withRespectTo: [convolution.kernel])[0]
        }
        let fused = try penalty { try $1(x, after: $0, activation, training: false) }
        let apart = try penalty { norm, convolution in
            let maps = try withoutGradients { try norm(x, then: activation, training: false) }
            return try convolution(maps)
        }
        #expect(try relativeError(fused, apart.cast(to: .float64)) < 1e-5)
    }

    @Test(.enabled(if: kernelsAreOurs), arguments: cases.dropLast()) func sameBitsForAnyThreadCount(
        _ test: ConvolutionCase
    ) throws {
        let inputs = try test.inputs(seed: 24)
        func results() throws -> [[Float]] {
            let x = try inputs.x.cloned().detached()
            try x.requireGradient(true)
            let (norm, convolution) = try layers(test, x, .channels)
            let y = try convolution(x, after: norm, activation, training: true)
            let variables = [x, norm.gamma, norm.beta, convolution.kernel]
            let found = try gradients(of: (y * inputs.outputGradient).sum(), withRespectTo: variables)
            return try ([y, norm.movingVariance] + found).map { try $0.floats() }
        }
        let expected = try results()
        let threads = Runtime.threadCount
        defer { try? Runtime.setThreadCount(threads) }
        for count in [1, 3] {
            try Runtime.setThreadCount(count)
            #expect(try results() == expected, "\(count) threads")
        }
    }

    @Test func wrongFeaturesAreRefused() throws {
        let test = ConvolutionCase(true, 1, 4, 4, (9, 8))
        let x = try test.inputs(seed: 25).x
        let (_, convolution) = try layers(test, x, .channels)
        let moments = try BatchNorm(features: 4)
        #expect(
            failure { try convolution(x, after: moments, activation, training: true) }
                == "batchNorm: expected 4 features, got 8; input [3, 8, 4, 4]")
        #expect(try moments.movingMean.floats() == [0, 0, 0, 0])
        #expect(
            failure {
                try convolution(
                    x.narrowed(dimension: 0, start: 0, length: 0), after: BatchNorm(features: 8), activation,
                    training: true)
            }
                == "batchNorm: expected at least one element; input [0, 8, 4, 4]")
        #expect(
            failure { try convolution(x.flattenedHWC(), after: BatchNorm(features: 128), activation, training: true) }
                == "convTranspose2d: expected images [N, C, H, W]; input [3, 128]")
    }
}
