import Foundation
import Testing
import Torch

/// Softmax, its cross-entropy and rows of a table, against their formulas in double precision.
@Suite struct ClassTests {
    static let logits: [[Double]] = [[1, -2, 0.5], [100, 0, -100], [0, 0, 0], [-1, 4, 2]]
    static let labels = [2, 0, 1, 0]

    private func logits(_ dtype: DType = .float32) throws -> Tensor {
        let tensor = try Tensor(Self.logits.joined().map { Float($0) }, shape: [4, 3]).cast(to: dtype)
        try tensor.requireGradient(true)
        return tensor
    }

    /// Of a row: each logit less the logarithm of the sum of exponentials.
    private func logSoftmax(_ row: [Double]) -> [Double] {
        let greatest = row.max() ?? 0
        let total = greatest + log(row.reduce(0) { $0 + exp($1 - greatest) })
        return row.map { $0 - total }
    }

    @Test func logSoftmaxIsStable() throws {
        #expect(try isClose(logits().logSoftmax(dimension: 1).floats(), Self.logits.flatMap(logSoftmax)))
        #expect(
            try isClose(
                logits().transposed().logSoftmax(dimension: 0).transposed().floats(), Self.logits.flatMap(logSoftmax)))
        #expect(failure { try logits().logSoftmax(dimension: 2) }.hasPrefix("logSoftmax(dimension: 2): "))
    }

    @Test func crossEntropy() throws {
        let logits = try logits()
        let losses = try logits.softmaxCrossEntropy(labels: Tensor(integers: Self.labels, shape: [4]))
        #expect(losses.shape == [4])
        #expect(try isClose(losses.floats(), zip(Self.logits, Self.labels).map { -logSoftmax($0)[$1] }))
        // The softmax, less 1 at the label.
        let expected = zip(Self.logits, Self.labels).flatMap { row, label in
            logSoftmax(row).enumerated().map { exp($1) - ($0 == label ? 1 : 0) }
        }
        #expect(try isClose(gradients(of: losses.sum(), withRespectTo: [logits])[0].floats(), expected))
    }

    /// d/dx Σ(softmax − 1 at the label)²: against differences of the first gradient.
    @Test func crossEntropyTwice() throws {
        let logits = try logits(.float64)
        let labels = try Tensor(integers: Self.labels, shape: [4])
        func penalty(_ x: Tensor, differentiable: Bool) throws -> Tensor {
            let loss = try x.softmaxCrossEntropy(labels: labels).sum()
            return try gradients(of: loss, withRespectTo: [x], differentiable: differentiable)[0].square().sum()
        }
        let found = try gradients(of: penalty(logits, differentiable: true), withRespectTo: [logits])[0].floats()
        for place in 0..<12 {
            let step = try Tensor((0..<12).map { $0 == place ? 1 : 0 }, shape: [4, 3]).cast(to: .float64) * 1e-5
            let values = try [logits + step, logits - step].map {
                let variable = try $0.detached()
                try variable.requireGradient(true)
                return try penalty(variable, differentiable: false).scalar()
            }
            #expect(abs(Double(found[place]) - (values[0] - values[1]) / 2e-5) < 1e-6)
        }
    }

    @Test func wrongLabels() throws {
        let logits = try logits()
        for labels in [[0, 1, 2, 3], [0, -1, 0, 0], [0, 0, 0, -100]] {
            #expect(
                failure { try logits.softmaxCrossEntropy(labels: Tensor(integers: labels, shape: [4])) }
                    .contains("out of bounds"))
        }
        #expect(
            failure { try logits.softmaxCrossEntropy(labels: Tensor([0, 1, 2, 0], shape: [4])) }
                == "softmaxCrossEntropy: expected logits [N, K] and labels [N] of int64, got labels of float32; "
                + "inputs [4, 3], [4]")
        #expect(throws: TorchError.self) { try logits.softmaxCrossEntropy(labels: Tensor(integers: [0], shape: [1])) }
        #expect(throws: TorchError.self) { try Tensor(integers: [1, 2], shape: [3]) }
    }

    @Test func rowsOfATable() throws {
        let table = try Tensor([1, 2, 3, 4, 5, 6], shape: [3, 2])
        try table.requireGradient(true)
        let rows = try table.rows(at: Tensor(integers: [2, 0, 2, 2], shape: [4]))
        #expect(try rows.shape == [4, 2] && rows.floats() == [5, 6, 1, 2, 5, 6, 5, 6])
        let loss = try (rows * Tensor([1, 2, 3, 4, 5, 6, 7, 8], shape: [4, 2])).sum()
        #expect(try gradients(of: loss, withRespectTo: [table])[0].floats() == [3, 4, 0, 0, 13, 16])
        #expect(try table.rows(at: Tensor(integers: [], shape: [0])).shape == [0, 2])
        #expect(failure { try table.rows(at: Tensor(integers: [3], shape: [1])) }.contains("index out of range"))
        #expect(throws: TorchError.self) { try table.rows(at: Tensor(integers: [-1], shape: [1])) }
        #expect(failure { try table.rows(at: .ones([1])) }.contains("got indices of float32"))
    }

    @Test func symmetricEigen() throws {
        // Eigenvalues 1, 3 and 5 along (1, −1, 0)/√2, (1, 1, 0)/√2 and (0, 0, 1).
        let matrix = try Tensor([2, 1, 0, 1, 2, 0, 0, 0, 5], shape: [3, 3]).cast(to: .float64)
        let (values, vectors) = try matrix.symmetricEigen()
        #expect(values.dtype == .float64)
        #expect(try isClose(values.floats(), [1, 3, 5]))
        let half = 0.5.squareRoot()
        #expect(try isClose(vectors.floats().map(Swift.abs), [half, half, 0, half, half, 0, 0, 0, 1]))
        #expect(try relativeError((vectors * values).matmul(vectors.transposed()), matrix) < 1e-14)
        #expect(failure { try Tensor.ones([2, 3]).symmetricEigen() }.contains("expected a square matrix"))
        #expect(throws: TorchError.self) { try Tensor.full([2, 2], value: .nan).symmetricEigen() }
    }
}
