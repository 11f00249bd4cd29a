import Testing
import Torch

@Suite struct DropoutTests {
    @Test func dropout() throws {
        let random = try RandomGenerator(seed: 5)
        let x = try Tensor.full([200, 500], value: 2)
        try x.requireGradient(true)
        let y = try x.dropout(rate: 0.3, random: random)
        let values = try y.floats()
        let kept = values.filter { $0 != 0 }
        #expect(kept.allSatisfy { abs($0 - 2 / 0.7) < 1e-6 })
        #expect(abs(Double(kept.count) / 100_000 - 0.7) < 0.006)
        // The gradient passes where the value did, with the same factor.
        let gradient = try gradients(of: y.sum(), withRespectTo: [x])[0].floats()
        #expect(zip(gradient, values).allSatisfy { abs($0 - $1 / 2) < 1e-6 })
        // Each call draws anew.
        #expect(try !x.dropout(rate: 0.3, random: random).isEqual(to: y))
        #expect(try x.dropout(rate: 0, random: random) === x)
        for rate in [1, -0.1, .nan] {
            #expect(failure { try x.dropout(rate: rate, random: random) }.contains("a rate of 0"))
        }
    }

    /// Neighbours fall independently, whatever the count, the type and the order in memory.
    @Test(arguments: [DType.float32, .float64]) func dropoutIsIndependent(dtype: DType) throws {
        let random = try RandomGenerator(seed: 5)
        let state = try random.state()
        let x = try Tensor.ones([333, 303], dtype: dtype)
        let values = try x.dropout(rate: 0.5, random: random).floats()
        for distance in [1, 2, 3, 303] {
            let equal = zip(values, values.dropFirst(distance)).filter { $0 == $1 }.count
            #expect(abs(Double(equal) / Double(values.count - distance) - 0.5) < 0.008)
        }
        #expect(values.last == 0 || values.last == 2)
        let next = try x.dropout(rate: 0.5, random: random).floats()
        #expect(abs(Double(zip(values, next).filter { $0 == $1 }.count) / Double(values.count) - 0.5) < 0.008)
        try random.restore(state)
        #expect(try x.dropout(rate: 0.5, random: random).floats() == values)
        let view = try x.transposed().dropout(rate: 0.25, random: random)
        #expect(try Set(view.floats()) == [0, Float(1 / 0.75)])
        #expect(
            try x.narrowed(dimension: 1, start: 0, length: 2).dropout(rate: 1e-17, random: random)
                .minimumValue() == 1)
    }
}
