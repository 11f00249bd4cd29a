import Testing
import Torch

/// Our convolutions give the same bits for the same inputs, whatever the threads; libtorch's own do so for one count of
/// them only.
@Suite(.enabled(if: kernelsAreOurs)) struct ReproducibilityTests {
    static let cases =
        KernelTests.layers + [
            // Tails of everything: channels, batch, tiles.
            ConvolutionCase(true, 1, 11, 11, (17, 37), batch: 37),
            ConvolutionCase(false, 2, 17, 13, (17, 9), batch: 21),
            ConvolutionCase(true, 2, 17, 13, (9, 17), batch: 21), ConvolutionCase(false, 2, 9, 9, (3, 19), batch: 35),
        ]

    private func expectSameBits(_ body: () throws -> [Tensor]) throws {
        let expected = try body().map { try $0.floats() }
        let threads = Runtime.threadCount
        defer { try? Runtime.setThreadCount(threads) }
        for count in [threads, 1, 2, 3, 5] {
            try Runtime.setThreadCount(count)
            #expect(try body().map { try $0.floats() } == expected, "\(count) threads")
        }
    }

    @Test(arguments: cases) func convolutions(_ test: ConvolutionCase) throws {
        let inputs = try test.inputs(seed: 2)
        try expectSameBits { try Array(test.results(inputs).all.prefix(3)) }
    }

    @Test(.enabled(if: Runtime.hasBFloat16), arguments: cases) func bfloat16(_ test: ConvolutionCase) throws {
        let inputs = try test.inputs(seed: 2)
        try expectSameBits { try Array(test.rounding(to: .bfloat16).results(inputs).all.prefix(3)) }
    }

    @Test func otherLayers() throws {
        let images = try RandomGenerator(seed: 6).normal([130, 67, 9, 7])
        let rows = try RandomGenerator(seed: 7).normal([130, 100])
        let kernels = try [777, 1].map { try RandomGenerator(seed: 8).normal([100, $0]) }
        for tensor in [images, rows] + kernels { try tensor.requireGradient(true) }
        try expectSameBits {
            let layer = try BatchNorm(features: 67)
            let normalized = try layer(images, then: LeakyReLU(), training: true)
            let dropped = try normalized.dropout(rate: 0.3, afterLeakyReLU: 0.3, random: RandomGenerator(seed: 9))
            let products = try kernels.map { try rows.linear(kernel: $0, bias: nil) }
            let loss = try dropped.square().sum() + products[0].square().sum() + products[1].square().sum()
            let parameters = [images, layer.gamma, layer.beta] + kernels
            return try [normalized, dropped] + products + gradients(of: loss, withRespectTo: parameters)
        }
    }
}
