import Torch

/// The tutorial's convolutions, each pass by itself: our kernels' beside libtorch's own, by turns in one process.
enum Convolutions {
    private enum Pass: String, CaseIterable {
        case forward, data, weights
    }

    private struct Kernels: Sendable {
        let name: String
        let apply: @Sendable (Layer, _ x: Tensor, _ kernel: Tensor) throws -> Tensor

        static let float32 = Kernels(name: "ours") { try $0.same($1, $2, .float32) }
        static let bfloat16 = Kernels(name: "ours, bfloat16") { try $0.same($1, $2, .bfloat16) }
        static let libtorch = Kernels(name: "libtorch") { try $0.padded($1, $2) }
    }

    private struct Layer {
        let name: String
        let input: [Int], kernel: [Int]
        let stride: Int
        let transposed: Bool

        var output: [Int] {
            let sizes = input[2...].map { transposed ? $0 * stride : $0 / stride }
            return [input[0], kernel[transposed ? 1 : 0]] + sizes
        }

        /// What a direct convolution takes, zeros of the padding included.
        var operations: Double {
            let small = transposed ? input : output
            return 2 * Double(small.reduce(1, *)) * Double(kernel.dropFirst().reduce(1, *))
        }

        func same(_ x: Tensor, _ kernel: Tensor, _ precision: ConvolutionPrecision) throws -> Tensor {
            transposed
                ? try x.convTranspose2d(kernel: kernel, stride: stride, padding: .same, precision: precision)
                : try x.conv2d(kernel: kernel, stride: stride, padding: .same, precision: precision)
        }

        /// The same by zeros of our own around the input, or cut off the output, which our kernels do not take.
        func padded(_ x: Tensor, _ kernel: Tensor) throws -> Tensor {
            let size = max(input[2], output[2])
            let (before, after) = Padding.same.widths(size: size, kernel: 5, stride: stride)
            guard transposed else {
                return try x.padded(top: before, bottom: after, left: before, right: after)
                    .conv2d(kernel: kernel, stride: stride, padding: .valid)
            }
            return try x.convTranspose2d(kernel: kernel, stride: stride, padding: .valid)
                .narrowed(dimension: 2, start: before, length: size)
                .narrowed(dimension: 3, start: before, length: size).contiguous()
        }
    }

    private static let layers = [
        Layer(name: "G1", input: [256, 256, 7, 7], kernel: [256, 128, 5, 5], stride: 1, transposed: true),
        Layer(name: "G2", input: [256, 128, 7, 7], kernel: [128, 64, 5, 5], stride: 2, transposed: true),
        Layer(name: "G3", input: [256, 64, 14, 14], kernel: [64, 1, 5, 5], stride: 2, transposed: true),
        Layer(name: "D1", input: [256, 1, 28, 28], kernel: [64, 1, 5, 5], stride: 2, transposed: false),
        Layer(name: "D2", input: [256, 64, 14, 14], kernel: [128, 64, 5, 5], stride: 2, transposed: false),
    ]

    /// A deeper discriminator's residual blocks, of widths 32 and 64, on real and generated images of a batch of 64.
    private static let residual = [(32, 14), (64, 14), (64, 7), (128, 7)].map { channels, size in
        Layer(
            name: "block \(channels), \(size)×\(size)", input: [128, channels, size, size],
            kernel: [channels, channels, 5, 5], stride: 1, transposed: false)
    }

    private struct Inputs {
        let x: Tensor, kernel: Tensor, outputGradient: Tensor

        init(_ layer: Layer) throws {
            let random = try RandomGenerator(seed: 0)
            x = try random.normal(layer.input)
            kernel = try random.normal(layer.kernel)
            outputGradient = try random.normal(layer.output)
        }

        init(inFloat64 other: Inputs) throws {
            x = try other.x.cast(to: .float64)
            kernel = try other.kernel.cast(to: .float64)
            outputGradient = try other.outputGradient.cast(to: .float64)
        }

        /// What remains to be done of a pass, and gives its result. Of a backward pass, that is the product with the
        /// output's gradient and the pass itself.
        func prepared(_ pass: Pass, of layer: Layer, by kernels: Kernels) throws -> () throws -> Tensor {
            if pass == .forward { return { try withoutGradients { try kernels.apply(layer, x, kernel) } } }
            let variable = try (pass == .data ? x : kernel).detached()
            try variable.requireGradient(true)
            let y = try pass == .data ? kernels.apply(layer, variable, kernel) : kernels.apply(layer, x, variable)
            let loss = try (y * outputGradient).sum()
            return { try gradients(of: loss, withRespectTo: [variable])[0] }
        }
    }

    static func measure(_ report: (Measurement) -> Void) throws {
        let candidates = [.float32] + (Runtime.hasBFloat16 ? [.bfloat16] : []) + [Kernels.libtorch]
        for layer in layers + residual {
            let inputs = try Inputs(layer)
            let exactInputs = try Inputs(inFloat64: inputs)
            for pass in Pass.allCases {
                let exact = try exactInputs.prepared(pass, of: layer, by: .libtorch)()
                let rounds = try Measurement.rounds(of: candidates) { try inputs.prepared(pass, of: layer, by: $0) }
                for (kernels, seconds) in zip(candidates, rounds) {
                    let result = try inputs.prepared(pass, of: layer, by: kernels)()
                    var measurement = Measurement("\(layer.name) \(pass), \(kernels.name)", values: seconds)
                    measurement.gigaflopsPerSecond = layer.operations / measurement.median / 1e9
                    measurement.relativeError = try relativeError(result, exact)
                    report(measurement)
                }
            }
        }
    }

    /// The L2 norm of the difference beside that of `exact`.
    private static func relativeError(_ result: Tensor, _ exact: Tensor) throws -> Double {
        let difference = try (result.cast(to: .float64) - exact).square().sum().scalar()
        return try (difference / exact.square().sum().scalar()).squareRoot()
    }
}
