import Foundation
import Testing
import Torch

/// The 5×5 convolutions of float32 against libtorch's of float64, values and gradients.
@Suite struct KernelTests {
    struct Case: Sendable, CustomTestStringConvertible {
        let transposed: Bool, stride: Int
        let height: Int, width: Int
        /// Of the larger and of the smaller maps.
        let channels: (Int, Int)
        let batch: Int

        var testDescription: String {
            "\(transposed ? "transposed, " : "")stride \(stride), \(height)×\(width), channels \(channels), batch \(batch)"
        }

        /// `height` and `width` are those of the smaller maps.
        init(_ transposed: Bool, _ stride: Int, _ height: Int, _ width: Int, _ channels: (Int, Int), batch: Int = 3) {
            (self.transposed, self.stride, self.height, self.width) = (transposed, stride, height, width)
            (self.channels, self.batch) = (channels, batch)
        }
    }

    static let channels = [
        (1, 1), (1, 64), (3, 17), (3, 130), (5, 3), (8, 17), (17, 9), (64, 17), (64, 130), (130, 64),
    ]

    static let grid: [Case] = channels.flatMap { channels in
        [4, 7, 11, 17].flatMap { size in
            [1, 2].flatMap { stride in
                // Enough of them that our kernels are taken.
                [false, true].map { Case($0, stride, size, size, channels, batch: size < 16 ? 9 : 3) }
            }
        }
    }

    static let others: [Case] = [false, true].flatMap { transposed in
        [1, 2].flatMap { stride in
            [
                Case(transposed, stride, 7, 7, (16, 32), batch: 1), Case(transposed, stride, 5, 9, (64, 64), batch: 5),
                Case(transposed, stride, 20, 3, (1, 33), batch: 2), Case(transposed, stride, 1, 1, (16, 16), batch: 4),
                Case(transposed, stride, 32, 32, (16, 64), batch: 2),
                Case(transposed, stride, 6, 8, (32, 300), batch: 33),
            ]
        }
    }

    private func relativeError(_ values: Tensor, _ expected: Tensor) throws -> Double {
        let difference = try (values.cast(to: .float64) - expected).square().sum().scalar()
        return try (difference / expected.square().sum().scalar()).squareRoot()
    }

    private struct Results {
        let values: Tensor, xGradient: Tensor, kernelGradient: Tensor, biasGradient: Tensor
    }

    private func results(
        _ test: Case, _ dtype: DType, x: Tensor, kernel: Tensor, bias: Tensor, outputGradient: Tensor
    ) throws -> Results {
        let inputs = try [x, kernel, bias].map { try $0.cast(to: dtype).cloned().detached() }
        for input in inputs { try input.requireGradient(true) }
        let y =
            test.transposed
            ? try inputs[0].convTranspose2d(kernel: inputs[1], bias: inputs[2], stride: test.stride, padding: .same)
            : try inputs[0].conv2d(kernel: inputs[1], bias: inputs[2], stride: test.stride, padding: .same)
        let loss = try (y * outputGradient.cast(to: dtype)).sum()
        let found = try gradients(of: loss, withRespectTo: inputs)
        return Results(values: y, xGradient: found[0], kernelGradient: found[1], biasGradient: found[2])
    }

    @Test(arguments: grid + others) func agreesWithFloat64(_ test: Case) throws {
        let random = try RandomGenerator(seed: 1)
        let (large, small) = test.channels
        let largeShape = [test.batch, large, test.height * test.stride, test.width * test.stride]
        let smallShape = [test.batch, small, test.height, test.width]
        let x = try random.normal(test.transposed ? smallShape : largeShape)
        let outputGradient = try random.normal(test.transposed ? largeShape : smallShape)
        let kernel = try random.normal([small, large, 5, 5])
        let bias = try random.normal([test.transposed ? large : small])
        let found = try results(test, .float32, x: x, kernel: kernel, bias: bias, outputGradient: outputGradient)
        let expected = try results(test, .float64, x: x, kernel: kernel, bias: bias, outputGradient: outputGradient)
        #expect(found.values.shape == expected.values.shape)
        #expect(try relativeError(found.values, expected.values) < 1e-6)
        #expect(try relativeError(found.xGradient, expected.xGradient) < 1e-6)
        #expect(try relativeError(found.kernelGradient, expected.kernelGradient) < 3e-6)
        // Sums of few numbers of both signs can come out small.
        #expect(try relativeError(found.biasGradient, expected.biasGradient) < 3e-5)
    }

    /// The layers whose batch makes several blocks of work.
    private let layers = [
        Case(true, 1, 7, 7, (32, 64), batch: 64), Case(true, 2, 7, 7, (32, 64), batch: 64),
        Case(false, 2, 7, 7, (32, 64), batch: 64), Case(false, 2, 14, 14, (1, 64), batch: 64),
        Case(true, 2, 14, 14, (1, 64), batch: 64),
    ]

    /// libtorch's own convolutions keep to this for one thread count only.
    private static let areOurs: Bool = {
        #if arch(x86_64)
            return ProcessInfo.processInfo.environment["ATELIER_KERNELS"] != "reference"
        #else
            return false
        #endif
    }()

    @Test(.enabled(if: areOurs)) func theSameBitsEveryTime() throws {
        for test in layers {
            let random = try RandomGenerator(seed: 2)
            let (large, small) = test.channels
            let largeShape = [test.batch, large, test.height * test.stride, test.width * test.stride]
            let smallShape = [test.batch, small, test.height, test.width]
            let x = try random.normal(test.transposed ? smallShape : largeShape)
            let outputGradient = try random.normal(test.transposed ? largeShape : smallShape)
            let kernel = try random.normal([small, large, 5, 5])
            let bias = try random.normal([test.transposed ? large : small])
            func run() throws -> [[Float]] {
                let found = try results(
                    test, .float32, x: x, kernel: kernel, bias: bias, outputGradient: outputGradient)
                return try [found.values.floats(), found.xGradient.floats(), found.kernelGradient.floats()]
            }
            let first = try run()
            for _ in 0..<3 { #expect(try run() == first) }
            let threads = Runtime.threadCount
            try Runtime.setThreadCount(1)
            defer { try? Runtime.setThreadCount(threads) }
            #expect(try run() == first)
        }
    }

    @Test func whatIsNotFiniteStaysWithItsImage() throws {
        for test in layers {
            for bad in [Float.nan, .infinity] {
                let (large, small) = test.channels
                let channels = test.transposed ? small : large
                let scale = test.transposed ? 1 : test.stride
                let shape = [8, channels, test.height * scale, test.width * scale]
                var values = try RandomGenerator(seed: 3).normal(shape).floats()
                values[2 * values.count / 8 + values.count / 16 + 1] = bad
                let x = try Tensor(values, shape: shape)
                let kernel = try RandomGenerator(seed: 4).normal([small, large, 5, 5])
                let y =
                    test.transposed
                    ? try x.convTranspose2d(kernel: kernel, stride: test.stride, padding: .same)
                    : try x.conv2d(kernel: kernel, stride: test.stride, padding: .same)
                for image in 0..<8 {
                    let part = try y.narrowed(dimension: 0, start: image, length: 1)
                    #expect(try part.allFinite() == (image != 2))
                }
            }
        }
    }

    /// A penalty on a gradient's norm is differentiated once more.
    @Test func gradientsOfGradients() throws {
        for test in layers.map({ Case($0.transposed, $0.stride, 6, 6, $0.channels, batch: 8) }) {
            let (large, small) = test.channels
            let shape =
                test.transposed ? [8, small, 6, 6] : [8, large, 6 * test.stride, 6 * test.stride]
            let images = try RandomGenerator(seed: 5).normal(shape)
            let weights = try RandomGenerator(seed: 6).normal([small, large, 5, 5])
            func penaltyGradients(_ dtype: DType) throws -> [Tensor] {
                let inputs = try [images, weights].map { try $0.cast(to: dtype).cloned().detached() }
                for input in inputs { try input.requireGradient(true) }
                let (x, kernel) = (inputs[0], inputs[1])
                let y =
                    test.transposed
                    ? try x.convTranspose2d(kernel: kernel, stride: test.stride, padding: .same)
                    : try x.conv2d(kernel: kernel, stride: test.stride, padding: .same)
                let first = try gradients(of: y.square().sum(), withRespectTo: inputs, differentiable: true)
                let penalty = try first[0].square().sum() + first[1].square().sum()
                return try gradients(of: penalty, withRespectTo: inputs)
            }
            let found = try penaltyGradients(.float32)
            let expected = try penaltyGradients(.float64)
            for (one, other) in zip(found, expected) { #expect(try relativeError(one, other) < 3e-6) }
        }
    }
}
