import Testing
import Torch

/// The convolutions that multiply bfloat16 numbers, against float64. A number of bfloat16 is exact to 2⁻⁹, 0.2 %.
@Suite(.enabled(if: Runtime.hasBFloat16)) struct BFloat16Tests {
    private func results(
        transposed: Bool, stride: Int, _ tensors: [Tensor], dtype: DType, precision: ConvolutionPrecision
    ) throws -> [Tensor] {
        let inputs = try tensors[..<2].map { try $0.cast(to: dtype).cloned().detached() }
        for input in inputs { try input.requireGradient(true) }
        let (x, kernel) = (inputs[0], inputs[1])
        let y =
            transposed
            ? try x.convTranspose2d(kernel: kernel, stride: stride, padding: .same, precision: precision)
            : try x.conv2d(kernel: kernel, stride: stride, padding: .same, precision: precision)
        return try [y] + gradients(of: (y * tensors[2].cast(to: dtype)).sum(), withRespectTo: inputs)
    }

    @Test(arguments: [(8, 17, 7), (17, 9, 4), (64, 130, 7), (130, 64, 6), (64, 32, 17)])
    func agreesWithFloat64(_ sizes: (large: Int, small: Int, height: Int)) throws {
        for (transposed, stride) in [(false, 1), (false, 2), (true, 1), (true, 2)] {
            let random = try RandomGenerator(seed: 1)
            let largeShape = [11, sizes.large, sizes.height * stride, sizes.height * stride]
            let smallShape = [11, sizes.small, sizes.height, sizes.height]
            let tensors = try [
                random.normal(transposed ? smallShape : largeShape), random.normal([sizes.small, sizes.large, 5, 5]),
                random.normal(transposed ? largeShape : smallShape),
            ]
            let found = try results(
                transposed: transposed, stride: stride, tensors, dtype: .float32, precision: .bfloat16)
            let expected = try results(
                transposed: transposed, stride: stride, tensors, dtype: .float64, precision: .float32)
            for (one, other) in zip(found, expected) {
                let error = try relativeError(one, other)
                // Neither float32 nor worse than its rounding.
                #expect((1e-4..<1e-2).contains(error))
            }
        }
    }

    @Test func theSameBitsForAnyThreadCount() throws {
        let random = try RandomGenerator(seed: 2)
        let tensors = try [
            random.normal([64, 32, 14, 14]), random.normal([64, 32, 5, 5]), random.normal([64, 64, 7, 7]),
        ]
        func run() throws -> [[Float]] {
            try results(transposed: false, stride: 2, tensors, dtype: .float32, precision: .bfloat16)
                .map { try $0.floats() }
        }
        let first = try run()
        let threads = Runtime.threadCount
        try Runtime.setThreadCount(1)
        defer { try? Runtime.setThreadCount(threads) }
        #expect(try run() == first)
    }

    @Test func whatIsNotFiniteStaysWithItsImage() throws {
        for bad in [Float.nan, .infinity] {
            var values = try RandomGenerator(seed: 3).normal([8, 32, 7, 7]).floats()
            values[2 * values.count / 8 + 100] = bad
            let x = try Tensor(values, shape: [8, 32, 7, 7])
            let kernel = try RandomGenerator(seed: 4).normal([16, 32, 5, 5])
            let y = try x.conv2d(kernel: kernel, padding: .same, precision: .bfloat16)
            for image in 0..<8 {
                #expect(try y.narrowed(dimension: 0, start: image, length: 1).allFinite() == (image != 2))
            }
        }
    }
}
