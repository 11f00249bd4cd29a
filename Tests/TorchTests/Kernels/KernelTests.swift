import Testing
import Torch

/// The 5×5 convolutions of float32 against libtorch's of float64, values and gradients.
@Suite struct KernelTests {
    static let channels = [
        (1, 1), (1, 64), (3, 17), (3, 130), (5, 3), (8, 17), (17, 9), (64, 17), (64, 130), (130, 64),
    ]

    static let grid: [ConvolutionCase] = channels.flatMap { channels in
        [4, 7, 11, 17].flatMap { size in
            [1, 2].flatMap { stride in
                // Enough of them that our kernels are taken.
                [false, true].map { ConvolutionCase($0, stride, size, size, channels, batch: size < 16 ? 9 : 3) }
            }
        }
    }

    static let others: [ConvolutionCase] = [false, true].flatMap { transposed in
        [1, 2].flatMap { stride in
            [
                ConvolutionCase(transposed, stride, 7, 7, (16, 32), batch: 1),
                ConvolutionCase(transposed, stride, 5, 9, (64, 64), batch: 5),
                ConvolutionCase(transposed, stride, 20, 3, (1, 33), batch: 2),
                ConvolutionCase(transposed, stride, 1, 1, (16, 16), batch: 4),
                ConvolutionCase(transposed, stride, 32, 32, (16, 64), batch: 2),
                ConvolutionCase(transposed, stride, 6, 8, (32, 300), batch: 33),
                // More images than one task takes, in each kernel.
                ConvolutionCase(transposed, stride, 4, 4, (9, 10), batch: 523),
                ConvolutionCase(transposed, stride, 4, 4, (3, 9), batch: 523),
            ]
        }
    }

    /// More than is transformed at once, and a remainder.
    static let large = [
        ConvolutionCase(false, 2, 32, 32, (128, 8), batch: 15), ConvolutionCase(true, 2, 32, 32, (128, 8), batch: 15),
        ConvolutionCase(true, 1, 32, 32, (8, 272), batch: 25),
    ]

    @Test(arguments: grid + others + large) func agreesWithFloat64(_ test: ConvolutionCase) throws {
        try test.expectAgreementWithFloat64()
    }

    /// The layers of all networks that there can be: images of 16 to 128 pixels in steps of 4, grey and in colours.
    @Test(arguments: Array(stride(from: 16, through: 128, by: 4))) func agreesAtEveryImageSize(_ size: Int) throws {
        let (quarter, half) = (size / 4, size / 2)
        // Odd widths of the networks, too; enough images that our kernels are taken.
        let width = size % 8 == 0 ? 8 : 9
        let batch = quarter < 16 ? 8 : 2
        for test in [
            ConvolutionCase(true, 1, quarter, quarter, (2 * width, 4 * width), batch: batch),
            ConvolutionCase(true, 2, quarter, quarter, (width, 2 * width), batch: batch),
            ConvolutionCase(true, 2, half, half, (1, width), batch: batch),
            ConvolutionCase(true, 2, half, half, (3, width), batch: batch),
            ConvolutionCase(false, 2, half, half, (1, width), batch: batch),
            ConvolutionCase(false, 2, half, half, (3, width), batch: batch),
            ConvolutionCase(false, 2, quarter, quarter, (width, 2 * width), batch: batch),
        ] {
            try test.expectAgreementWithFloat64(seed: UInt64(size))
        }
    }

    /// The tutorial's kinds of layers, with a batch that makes several blocks of work.
    static let layers = [
        ConvolutionCase(true, 1, 7, 7, (32, 64), batch: 64), ConvolutionCase(true, 2, 7, 7, (32, 64), batch: 64),
        ConvolutionCase(false, 2, 7, 7, (32, 64), batch: 64), ConvolutionCase(false, 2, 14, 14, (1, 64), batch: 64),
        ConvolutionCase(true, 2, 14, 14, (1, 64), batch: 64),
    ]

    /// Maps come as views of others, with any order and distance of their elements.
    @Test(arguments: layers) func agreesForViews(_ test: ConvolutionCase) throws {
        let plain = try test.inputs(seed: 8)
        var views = plain
        // Channels innermost; taps outermost; all images but the first of one more.
        views.x = try plain.x.permuted([0, 2, 3, 1]).contiguous().permuted([0, 3, 1, 2])
        views.kernel = try plain.kernel.permuted([2, 3, 0, 1]).contiguous().permuted([2, 3, 0, 1])
        views.outputGradient = try Tensor.concatenated(
            [plain.outputGradient.narrowed(dimension: 0, start: 0, length: 1), plain.outputGradient], dimension: 0
        ).narrowed(dimension: 0, start: 1, length: test.batch)
        try test.expectAgreement(test.results(views), test.expectedResults(plain))
    }

    /// A frozen kernel, or images that no gradient is wanted of, leaves the other's gradient as it is.
    @Test(arguments: layers) func oneGradientAlone(_ test: ConvolutionCase) throws {
        let inputs = try test.inputs(seed: 9)
        let expected = try test.expectedResults(inputs)
        for (wanted, gradient) in [(inputs.x, expected.xGradient), (inputs.kernel, expected.kernelGradient)] {
            try wanted.requireGradient(true)
            let y = try test.convolve(inputs.x, inputs.kernel, bias: inputs.bias)
            let found = try gradients(of: (y * inputs.outputGradient).sum(), withRespectTo: [wanted])
            try wanted.requireGradient(false)
            #expect(try relativeError(found[0], gradient) <= 3e-6)
        }
    }

    /// A penalty on a gradient's norm is differentiated once more.
    @Test func gradientsOfGradients() throws {
        for test in Self.layers.map({ ConvolutionCase($0.transposed, $0.stride, 6, 6, $0.channels, batch: 8) }) {
            let inputs = try test.inputs(seed: 5)
            func penaltyGradients(_ dtype: DType) throws -> [Tensor] {
                let variables = try [inputs.x, inputs.kernel].map { try $0.cast(to: dtype).cloned().detached() }
                for variable in variables { try variable.requireGradient(true) }
                let y = try test.convolve(variables[0], variables[1])
                let first = try gradients(of: y.square().sum(), withRespectTo: variables, differentiable: true)
                let penalty = try first[0].square().sum() + first[1].square().sum()
                return try gradients(of: penalty, withRespectTo: variables)
            }
            let found = try penaltyGradients(.float32)
            let expected = try penaltyGradients(.float64)
            for (one, other) in zip(found, expected) { #expect(try relativeError(one, other) < 3e-6) }
        }
    }
}
