import Torch

/// The tutorial's convolutions, each alone: `ATELIER_KERNELS=reference` gives libtorch's.
enum Convolutions {
    private struct Layer {
        let name: String
        let input: [Int], kernel: [Int]
        let stride: Int
        let transposed: Bool

        func callAsFunction(_ x: Tensor, _ kernel: Tensor) throws -> Tensor {
            transposed
                ? try x.convTranspose2d(kernel: kernel, stride: stride, padding: .same)
                : try x.conv2d(kernel: kernel, stride: stride, padding: .same)
        }
    }

    private static let layers = [
        Layer(name: "G1", input: [256, 256, 7, 7], kernel: [256, 128, 5, 5], stride: 1, transposed: true),
        Layer(name: "G2", input: [256, 128, 7, 7], kernel: [128, 64, 5, 5], stride: 2, transposed: true),
        Layer(name: "G3", input: [256, 64, 14, 14], kernel: [64, 1, 5, 5], stride: 2, transposed: true),
        Layer(name: "D1", input: [256, 1, 28, 28], kernel: [64, 1, 5, 5], stride: 2, transposed: false),
        Layer(name: "D2", input: [256, 64, 14, 14], kernel: [128, 64, 5, 5], stride: 2, transposed: false),
    ]

    static func measure(_ report: (Measurement) -> Void) throws {
        let random = try RandomGenerator(seed: 0)
        for layer in layers {
            let x = try random.normal(layer.input)
            let kernel = try random.normal(layer.kernel)
            report(
                try Measurement("\(layer.name) forward") { try withoutGradients { _ = try layer(x, kernel) } })
            try x.requireGradient(true)
            try kernel.requireGradient(true)
            report(
                try Measurement("\(layer.name) forward, data and weights") {
                    _ = try gradients(of: layer(x, kernel).sum(), withRespectTo: [x, kernel])
                })
        }
    }
}
