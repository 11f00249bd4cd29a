import Foundation
import Testing
import Torch

@Suite struct AdamTests {
    static let slopes: [[Float]] = [[0.5, -1, 1e-4], [0.25, 2, -1e-4], [-1, 0, 3e-4]]

    private func parameter(dtype: DType = .float32) throws -> Tensor {
        let tensor = try Tensor([1, -2, 0.5], shape: [3]).cast(to: dtype)
        try tensor.requireGradient(true)
        return tensor
    }

    /// Expected: `python Tests/Fixtures/make_torch_references.py`, Keras's Adam.
    @Test func sameAsKeras() throws {
        let tensor = try parameter()
        let adam = try Adam(parameters: [NamedTensor(name: "a", tensor: tensor)], stepSize: 0.01, beta1: 0.5)
        let expected = [
            [0.990000069, -1.99000001, 0.4900316], [0.981566131, -1.99632359, 0.49335745],
            [0.988043666, -1.99964356, 0.485161752],
        ]
        for (gradient, values) in zip(Self.slopes, expected) {
            try adam.step(gradients: [Tensor(gradient, shape: [3])])
            #expect(try isClose(tensor.floats(), values, tolerance: 2e-7))
        }
        #expect(adam.stepCount == 3 && tensor.requiresGradient)
    }

    /// By the formula, over as many steps as show a wrong power, for both the fast and the general way.
    @Test(arguments: [DType.float32, .float64]) func byTheFormula(dtype: DType) throws {
        let tensor = try parameter(dtype: dtype)
        let adam = try Adam(parameters: [NamedTensor(name: "a", tensor: tensor)], stepSize: 2e-4)
        var (theta, m, v) = ([1, -2, 0.5], [0.0, 0, 0], [0.0, 0, 0])
        for t in 1...50 {
            let gradient = Self.slopes[t % 3].map { Double($0) }
            let alpha = 2e-4 * sqrt(1 - pow(0.999, Double(t))) / (1 - pow(0.9, Double(t)))
            for i in 0..<3 {
                m[i] = 0.9 * m[i] + 0.1 * gradient[i]
                v[i] = 0.999 * v[i] + 0.001 * gradient[i] * gradient[i]
                theta[i] -= alpha * m[i] / (sqrt(v[i]) + 1e-8)
            }
            try adam.step(gradients: [Tensor(Self.slopes[t % 3], shape: [3]).cast(to: dtype)])
        }
        #expect(try isClose(tensor.floats(), theta, tolerance: 1e-6))
        #expect(adam.state.map(\.name) == ["a.m", "a.v"])
        #expect(try isClose(adam.state[0].tensor.floats(), m))
        #expect(try isClose(adam.state[1].tensor.floats(), v))
    }

    /// More elements than one thread takes, in views and in another order than memory's.
    @Test func manyParametersInOneStep() throws {
        let big = try ramp([300, 400], 11, 5)
        let small = try ramp([2, 2], 5, 2)
        let gradient = try ramp([400, 300], 13, 6).transposed()
        let before = try (big.floats(), small.floats())
        let adam = try Adam(
            parameters: [NamedTensor(name: "big", tensor: big), NamedTensor(name: "small", tensor: small)],
            stepSize: 0.125)
        try adam.step(gradients: [gradient, .ones([2, 2])])
        // The first step is the learning rate, against the gradient's sign.
        let signs = try gradient.floats().map { $0 == 0 ? 0 : $0 / abs($0) }
        #expect(
            try isClose(big.floats(), zip(before.0, signs).map { Double($0 - 0.125 * $1) }, tolerance: 1e-5))
        #expect(try isClose(small.floats(), before.1.map { Double($0) - 0.125 }, tolerance: 1e-5))
    }

    @Test func continuesFromItsState() throws {
        func adam(_ tensor: Tensor) throws -> Adam {
            try Adam(parameters: [NamedTensor(name: "a", tensor: tensor)], stepSize: 0.01)
        }
        let (straight, first, second) = try (parameter(), parameter(), parameter())
        let straightAdam = try adam(straight)
        for gradient in Self.slopes { try straightAdam.step(gradients: [Tensor(gradient, shape: [3])]) }
        let firstAdam = try adam(first)
        try firstAdam.step(gradients: [Tensor(Self.slopes[0], shape: [3])])
        let secondAdam = try adam(second)
        try second.copy(from: first)
        for (to, from) in zip(secondAdam.state, firstAdam.state) { try to.tensor.copy(from: from.tensor) }
        secondAdam.stepCount = firstAdam.stepCount
        for gradient in Self.slopes[1...] { try secondAdam.step(gradients: [Tensor(gradient, shape: [3])]) }
        #expect(try second.isEqual(to: straight))
    }

    /// A graph made before a step must not give gradients of weights that are no longer there.
    @Test func aStepIsSeenByEarlierGraphs() throws {
        let tensor = try parameter()
        let adam = try Adam(parameters: [NamedTensor(name: "a", tensor: tensor)], stepSize: 0.01)
        let loss = try tensor.square().sum()
        try adam.step(gradients: [.ones([3])])
        #expect(failure { try gradients(of: loss, withRespectTo: [tensor]) }.contains("modified"))
    }

    @Test func wrongGradientsChangeNothing() throws {
        let tensor = try parameter()
        let adam = try Adam(
            parameters: [NamedTensor(name: "a", tensor: tensor), NamedTensor(name: "b", tensor: parameter())],
            stepSize: 0.01)
        #expect(failure { try adam.step(gradients: [.ones([3])]) } == "adam: expected 2 gradients, got 1")
        #expect(
            failure { try adam.step(gradients: [.ones([3]), .ones([2])]) }
                == "adam: expected a gradient [3] of b; input [2]")
        #expect(adam.stepCount == 0)
        #expect(try tensor.floats() == [1, -2, 0.5])
        #expect(failure { try Adam(parameters: [], stepSize: 1, beta1: 1) }.contains("decay rates of 0"))
    }
}
