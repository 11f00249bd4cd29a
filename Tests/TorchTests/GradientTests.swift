import Foundation
import Synchronization
import Testing
import Torch

@Suite struct GradientTests {
    private func variable(_ values: [Float]) throws -> Tensor {
        let tensor = try Tensor(values, shape: [values.count])
        try tensor.requireGradient(true)
        return tensor
    }

    @Test func onlyWhatIsAskedFor() throws {
        let a = try variable([1, 2])
        let b = try variable([3, 4])
        let unreached = try variable([5, 6, 7])
        let loss = try (a * a * b).sum()
        let result = try gradients(of: loss, withRespectTo: [b, unreached, a])
        #expect(try result.map { try $0.floats() } == [[1, 4], [0, 0, 0], [6, 16]])
        #expect(result.allSatisfy { !$0.requiresGradient })
    }

    @Test func theGraphIsReleasedUnlessKept() throws {
        let a = try variable([1, 2])
        let loss = try (a * a).sum()
        _ = try gradients(of: loss, withRespectTo: [a])
        #expect(failure { try gradients(of: loss, withRespectTo: [a]) }.contains("second time"))
    }

    /// d/da (2a³)² = 24a⁵: the gradient of a penalty on a gradient.
    @Test func gradientsOfGradients() throws {
        let a = try variable([1, 2])
        let loss = try (a * a * a * a).sum() / 2
        let first = try gradients(of: loss, withRespectTo: [a], differentiable: true)[0]
        #expect(try first.floats() == [2, 16])
        let second = try gradients(of: first.square().sum(), withRespectTo: [a])[0]
        #expect(try second.floats() == [24, 768])
    }

    @Test func throughViewsAndJoins() throws {
        let a = try variable([1, 2, 3, 4])
        let rows = try a.reshaped([2, 2])
        let loss = try Tensor.concatenated([rows.transposed(), rows], dimension: 0)
            .narrowed(dimension: 0, start: 1, length: 2).mean()
        #expect(try gradients(of: loss, withRespectTo: [a])[0].floats() == [0.25, 0.5, 0, 0.25])
    }

    @Test func matrixProducts() throws {
        let a = try variable([1, 2, 3, 4, 5, 6])
        let b = try variable([1, 0, -1, 2, 0.5, 1])
        let product = try a.reshaped([2, 3]).matmul(b.reshaped([3, 2]))
        #expect(try product.floats() == [0.5, 7, 2, 16])
        let result = try gradients(of: product.sum(), withRespectTo: [a, b])
        #expect(try result[0].floats() == [1, 1, 1.5, 1, 1, 1.5])
        #expect(try result[1].floats() == [5, 5, 7, 7, 9, 9])
    }

    @Test func withoutGradientsBelongsToTheThread() throws {
        let a = try variable([1])
        struct Stop: Error {}
        try withoutGradients {
            let here = try (a * 2).requiresGradient
            #expect(!here)
            let elsewhere = Mutex(false)
            let thread = Thread { elsewhere.withLock { $0 = (try? Self.records()) ?? false } }
            thread.start()
            while !thread.isFinished { Thread.sleep(forTimeInterval: 0.001) }
            #expect(elsewhere.withLock { $0 })
        }
        #expect(throws: Stop.self) { try withoutGradients { throw Stop() } }
        #expect(try (a * 2).requiresGradient)
    }

    /// Whether operations are recorded on the thread that calls this.
    private static func records() throws -> Bool {
        let x = try Tensor.ones([1])
        try x.requireGradient(true)
        return try (x * 2).requiresGradient
    }

    @Test func whatCannotBeDifferentiated() throws {
        let a = try variable([1, 2])
        #expect(failure { try gradients(of: a * 2, withRespectTo: [a]) }.hasPrefix("gradients: "))
        #expect(failure { try gradients(of: Tensor.ones([]), withRespectTo: [a]) }.contains("does not require grad"))
        let plain = try Tensor.ones([2])
        #expect(failure { try gradients(of: (a * plain).sum(), withRespectTo: [plain]) }.contains("require grad"))
        #expect(failure { try Tensor.ones([1], dtype: .int64).requireGradient(true) }.hasPrefix("requireGradient: "))
        #expect(try !(a * 2).detached().requiresGradient)
    }
}
