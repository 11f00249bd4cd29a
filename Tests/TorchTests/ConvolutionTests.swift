import Testing
import Torch

/// Convolutions with 'same' padding against TensorFlow's, values and gradients.
/// Expected: `python Tests/Fixtures/make_torch_references.py`
@Suite struct ConvolutionTests {
    struct Case: Sendable, CustomTestStringConvertible {
        var testDescription: String { "\(height)×\(width), kernel \(kernel), stride \(stride)" }
        let height: Int, width: Int, kernel: Int, stride: Int
        /// Of the result.
        let shape: [Int]
        /// Of the result, of the images' gradient, of the kernel's.
        let digests: [Double]

        init(_ height: Int, _ width: Int, _ kernel: Int, _ stride: Int, shape: [Int], digests: [Double]) {
            (self.height, self.width, self.kernel, self.stride) = (height, width, kernel, stride)
            (self.shape, self.digests) = (shape, digests)
        }
    }

    static let conv2d: [Case] = [
        .init(6, 6, 5, 2, shape: [2, 2, 3, 3], digests: [23.0625, 18.25, 12.5]),
        .init(7, 5, 5, 2, shape: [2, 2, 4, 3], digests: [39.25, 17.875, 46.625]),
        .init(4, 7, 3, 1, shape: [2, 2, 4, 7], digests: [6.1875, 0.75, 148.0625]),
        .init(5, 5, 4, 1, shape: [2, 2, 5, 5], digests: [11.1875, 25.5, -12.375]),
        .init(7, 8, 2, 3, shape: [2, 2, 3, 3], digests: [8.625, -1, -4.75]),
        .init(8, 6, 3, 3, shape: [2, 2, 3, 2], digests: [-2.25, -30.1875, -1.4375]),
        .init(5, 4, 1, 2, shape: [2, 2, 3, 2], digests: [0.375, -0.9375, 12.25]),
        .init(1, 2, 5, 2, shape: [2, 2, 1, 1], digests: [-0.5625, 13.5, 14.8125]),
    ]

    static let convTranspose2d: [Case] = [
        .init(6, 6, 5, 2, shape: [2, 2, 12, 12], digests: [3.5625, -33.6875, 65.1875]),
        .init(7, 5, 5, 2, shape: [2, 2, 14, 10], digests: [-41.3125, 1.625, 678.8125]),
        .init(4, 7, 3, 1, shape: [2, 2, 4, 7], digests: [46.5625, -39.125, 69.25]),
        .init(5, 5, 4, 1, shape: [2, 2, 5, 5], digests: [-235.875, -4.375, 46.8125]),
        .init(7, 8, 2, 3, shape: [2, 2, 21, 24], digests: [-70.4375, 8.875, 2.8125]),
        .init(8, 6, 3, 3, shape: [2, 2, 24, 18], digests: [10, 98.5, -41.3125]),
        .init(5, 4, 1, 2, shape: [2, 2, 10, 8], digests: [6.6875, -1.375, 3.625]),
        .init(1, 2, 5, 2, shape: [2, 2, 2, 4], digests: [-5.4375, 5.25, 4.5]),
    ]

    @Test(arguments: conv2d) func sameAsTensorFlow(_ test: Case) throws {
        let x = try ramp([2, 3, test.height, test.width], 11, 5)
        let kernel = try ramp([2, 3, test.kernel, test.kernel], 5, 2)
        try check(test, x, kernel) { try x.conv2d(kernel: kernel, stride: test.stride, padding: .same) }
    }

    @Test(arguments: convTranspose2d) func transposedSameAsTensorFlow(_ test: Case) throws {
        let x = try ramp([2, 3, test.height, test.width], 11, 5)
        let kernel = try ramp([3, 2, test.kernel, test.kernel], 5, 2)
        try check(test, x, kernel) { try x.convTranspose2d(kernel: kernel, stride: test.stride, padding: .same) }
    }

    private func check(_ test: Case, _ x: Tensor, _ kernel: Tensor, _ body: () throws -> Tensor) throws {
        try x.requireGradient(true)
        try kernel.requireGradient(true)
        let y = try body()
        #expect(y.shape == test.shape)
        let result = try gradients(of: (y * ramp(y.shape, 7, 3)).sum(), withRespectTo: [x, kernel])
        #expect(try [digest(y), digest(result[0]), digest(result[1])] == test.digests)
    }

    /// ⟨Conv x, y⟩ = ⟨x, ConvTranspose y⟩ for the same kernel, at every size that the transposed one gives.
    @Test(arguments: [1, 2, 3, 4], [1, 2, 3, 4, 5]) func transposedIsTheAdjoint(stride: Int, kernelSize: Int) throws {
        for padding in [Padding.same, .valid] {
            let kernel = try ramp([4, 3, kernelSize, kernelSize], 7, 3)
            let y = try ramp([2, 4, 3, 4], 11, 5)
            let back = try y.convTranspose2d(kernel: kernel, stride: stride, padding: padding)
            let x = try ramp(back.shape, 5, 2)
            let forth = try x.conv2d(kernel: kernel, stride: stride, padding: padding)
            #expect(try (forth * y).sum().scalar() == (x * back).sum().scalar())
        }
    }

    @Test func validAndBias() throws {
        let x = try Tensor((1...9).map(Float.init), shape: [1, 1, 3, 3])
        let kernel = try Tensor([1, 0, 0, -1], shape: [1, 1, 2, 2])
        let bias = try Tensor([0.5], shape: [1])
        let y = try x.conv2d(kernel: kernel, bias: bias, padding: .valid)
        #expect(y.shape == [1, 1, 2, 2])
        #expect(try y.floats() == [-3.5, -3.5, -3.5, -3.5])
        let back = try Tensor([1, 2], shape: [1, 1, 1, 2]).convTranspose2d(kernel: kernel, bias: bias, padding: .valid)
        #expect(back.shape == [1, 1, 2, 3])
        #expect(try back.floats() == [1.5, 2.5, 0.5, 0.5, -0.5, -1.5])
    }

    @Test func wrongShapes() throws {
        let kernel = try Tensor.ones([8, 3, 5, 5])
        let images = try Tensor.zeros([64, 1, 28, 28])
        #expect(
            failure { try images.conv2d(kernel: kernel, padding: .same) }
                == "conv2d: expected 3 channels, got 1; input [64, 1, 28, 28]")
        #expect(
            failure { try images.convTranspose2d(kernel: kernel, padding: .same) }
                == "convTranspose2d: expected 8 channels, got 1; input [64, 1, 28, 28]")
        #expect(
            failure { try Tensor.zeros([3, 4]).conv2d(kernel: kernel, padding: .same) }
                == "conv2d: expected images [N, C, H, W]; input [3, 4]")
        #expect(failure { try images.conv2d(kernel: images.sum(), padding: .same) }.contains("kernel of 4"))
        #expect(
            failure { try images.conv2d(kernel: .ones([1, 1, 2, 2]), stride: 0, padding: .same) }.contains("got 0"))
        #expect(
            failure { try images.conv2d(kernel: .ones([1, 1, 29, 1]), padding: .valid) }.hasPrefix("conv2d: "))
        #expect(
            failure { try images.conv2d(kernel: .ones([2, 1, 3, 3]), bias: .ones([3]), padding: .same) }
                .hasSuffix("inputs [64, 1, 28, 28], [2, 1, 3, 3], [3]"))
    }
}
