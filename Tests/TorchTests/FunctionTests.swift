import Foundation
import Testing
import Torch

/// Functions of each element against Foundation's, and their gradients against differences of their own values.
@Suite struct FunctionTests {
    struct Case: Sendable, CustomTestStringConvertible {
        let name: String
        let function: @Sendable (Tensor) throws -> Tensor
        let expected: @Sendable (Double) -> Double
        var positiveOnly = false
        var testDescription: String { name }
    }

    static let cases: [Case] = [
        Case(name: "negated", function: { try $0.negated() }, expected: { -$0 }),
        Case(name: "exp", function: { try $0.exp() }, expected: { exp($0) }),
        Case(name: "log", function: { try $0.log() }, expected: { log($0) }, positiveOnly: true),
        Case(name: "sqrt", function: { try $0.sqrt() }, expected: { $0.squareRoot() }, positiveOnly: true),
        Case(name: "square", function: { try $0.square() }, expected: { $0 * $0 }),
        Case(name: "abs", function: { try $0.abs() }, expected: { abs($0) }),
        Case(name: "tanh", function: { try $0.tanh() }, expected: { tanh($0) }),
        Case(name: "sigmoid", function: { try $0.sigmoid() }, expected: { 1 / (1 + exp(-$0)) }),
        Case(name: "softplus", function: { try $0.softplus() }, expected: { log1p(exp($0)) }),
        Case(name: "leakyReLU", function: { try $0.leakyReLU(slope: 0.3) }, expected: { $0 > 0 ? $0 : 0.3 * $0 }),
        Case(name: "clamped", function: { try $0.clamped(to: -1...0.75) }, expected: { min(max($0, -1), 0.75) }),
        Case(
            name: "sigmoidCrossEntropy", function: { try $0.sigmoidCrossEntropy(target: 0.9) },
            expected: { log1p(exp($0)) - 0.9 * $0 }),
        Case(name: "1 / x", function: { try 1 / $0 }, expected: { 1 / $0 }),
        Case(name: "2 − x", function: { try 2 - $0 }, expected: { 2 - $0 }),
    ]

    @Test(arguments: cases) func valuesAndGradients(of test: Case) throws {
        let points = (test.positiveOnly ? [] : [-3.25, -1.5, -0.125]) + [0.0625, 0.5, 2, 4.75]
        let x = try Tensor(points.map { Float($0) }, shape: [points.count])
        #expect(try isClose(test.function(x).floats(), points.map(test.expected)))

        let wide = try x.cast(to: .float64)
        try wide.requireGradient(true)
        let gradient = try gradients(of: test.function(wide).sum(), withRespectTo: [wide])[0]
        let slopes = points.map { (test.expected($0 + 1e-6) - test.expected($0 - 1e-6)) / 2e-6 }
        #expect(try isClose(gradient.floats(), slopes, tolerance: 1e-6))
    }

    /// Expected: `python Tests/Fixtures/make_torch_references.py`, Keras's binary_crossentropy from logits.
    @Test(
        arguments: [
            (0.0, [0, 0.126928, 0.69314718, 3.0485873, 100]),
            (1.0, [100, 2.1269281, 0.69314718, 0.048587352, 0]),
            (0.9, [90, 1.9269279, 0.69314718, 0.34858754, 10]),
        ] as [(Double, [Double])])
    func crossEntropyIsStable(target: Double, expected: [Double]) throws {
        let logits = try Tensor([-100, -2, 0, 3, 100], shape: [5, 1])
        let loss = try logits.sigmoidCrossEntropy(target: target)
        #expect(loss.shape == [5, 1])
        #expect(try isClose(loss.floats(), expected))
    }

    @Test func smallLossesAreNotLost() throws {
        let loss = try Tensor([30], shape: [1]).sigmoidCrossEntropy(target: 1).scalar()
        #expect(abs(loss / exp(-30) - 1) < 1e-6)
        #expect(failure { try Tensor.zeros([1]).sigmoidCrossEntropy(target: 2) }.contains("target of 0 to 1, got 2"))
    }
}
