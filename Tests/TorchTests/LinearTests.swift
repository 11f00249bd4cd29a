import Testing
import Torch

@Suite struct LinearTests {
    @Test func valuesAndGradients() throws {
        let kernel = try Tensor([1, 2, 3, 4, 5, 6], shape: [2, 3])
        let bias = try Tensor([0.5, 0, -0.5], shape: [3])
        for parameter in [kernel, bias] { try parameter.requireGradient(true) }
        let x = try Tensor([1, 10, 2, 20], shape: [2, 2])
        let y = try x.linear(kernel: kernel, bias: bias)
        #expect(try y.floats() == [41.5, 52, 62.5, 82.5, 104, 125.5])
        let result = try gradients(of: y.sum(), withRespectTo: [kernel, bias])
        #expect(try result.map { try $0.floats() } == [[3, 3, 3, 30, 30, 30], [2, 2, 2]])
        #expect(try x.linear(kernel: kernel, bias: nil).floats() == [41, 52, 63, 82, 104, 126])
        #expect(
            failure { try Tensor.ones([2, 5]).linear(kernel: kernel, bias: bias) }
                == "linear: expected [N, 2]; input [2, 5]")
    }
}
