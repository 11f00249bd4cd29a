import Testing
import Torch

@Suite struct TensorTests {
    @Test func creation() throws {
        #expect(try Tensor.zeros([2, 3]).floats() == [0, 0, 0, 0, 0, 0])
        #expect(try Tensor.ones([2], dtype: .int64).floats() == [1, 1])
        #expect(try Tensor.full([2], value: -1.5, dtype: .bfloat16).floats() == [-1.5, -1.5])
        let scalar = try Tensor.full([], value: 7, dtype: .float64)
        #expect(scalar.shape == [] && scalar.count == 1 && scalar.rank == 0)
        #expect(try scalar.scalar() == 7)
        let empty = try Tensor.zeros([3, 0])
        #expect(empty.count == 0)
        #expect(try empty.floats() == [])
        #expect(try "\(Tensor.ones([64, 1, 28, 28]))" == "float32 [64, 1, 28, 28] on cpu")
    }

    @Test(arguments: DType.allCases) func typesKeepTheirBytes(dtype: DType) throws {
        let ones = try Tensor.ones([3], dtype: dtype)
        #expect(ones.dtype == dtype)
        let bytes = try ones.withUnsafeBytes { Array($0) }
        #expect(bytes.count == 3 * dtype.byteCount)
        let copy = try bytes.withUnsafeBytes { try Tensor(bytes: $0, shape: [3], dtype: dtype) }
        #expect(try copy.isEqual(to: ones))
        #expect(try copy.floats() == [1, 1, 1])
    }

    @Test func bytesOfAViewAreInOrder() throws {
        let transposed = try Tensor([1, 2, 3, 4, 5, 6], shape: [2, 3]).transposed()
        #expect(!transposed.isContiguous)
        #expect(transposed.shape == [3, 2])
        #expect(try transposed.floats() == [1, 4, 2, 5, 3, 6])
        #expect(try transposed.withUnsafeBytes { Array($0.bindMemory(to: Float.self)) } == [1, 4, 2, 5, 3, 6])
        #expect(failure { try transposed.withUnsafeMutableFloats { _ in } }.contains("not contiguous"))
    }

    @Test func elementsAreWrittenInPlace() throws {
        let tensor = try Tensor.zeros([2, 2])
        let first = try tensor.withUnsafeBytes { $0.baseAddress }
        try tensor.withUnsafeMutableFloats { $0[3] = 5 }
        #expect(try tensor.floats() == [0, 0, 0, 5])
        #expect(try tensor.withUnsafeBytes { $0.baseAddress } == first)
        #expect(failure { try tensor.cast(to: .float64).withUnsafeMutableFloats { _ in } }.contains("float64"))
    }

    @Test func arithmeticBroadcasts() throws {
        let a = try Tensor([1, 2, 3, 4], shape: [2, 2])
        let row = try Tensor([10, 20], shape: [2])
        #expect(try (a + row).floats() == [11, 22, 13, 24])
        #expect(try (a - row).floats() == [-9, -18, -7, -16])
        #expect(try (a * row).floats() == [10, 40, 30, 80])
        #expect(try (row / a).floats() == [10, 10, 10 / 3, 5])
        #expect(try (a + 1).floats() == [2, 3, 4, 5])
        #expect(try (1 + a).floats() == [2, 3, 4, 5])
        #expect(try (a - 1).floats() == [0, 1, 2, 3])
        #expect(try (1 - a).floats() == [0, -1, -2, -3])
        #expect(try (a * 2).floats() == [2, 4, 6, 8])
        #expect(try (2 * a).floats() == [2, 4, 6, 8])
        #expect(try (a / 2).floats() == [0.5, 1, 1.5, 2])
        #expect(try (12 / a).floats() == [12, 6, 4, 3])
        #expect(try Tensor.maximum(a, row / 5).floats() == [2, 4, 3, 4])
        #expect(try Tensor.minimum(a, row / 5).floats() == [1, 2, 2, 4])
    }

    @Test func shapes() throws {
        let a = try Tensor((0..<24).map(Float.init), shape: [2, 3, 4])
        #expect(try a.reshaped([4, -1]).shape == [4, 6])
        #expect(try a.permuted([2, 0, 1]).floats().prefix(6) == [0, 4, 8, 12, 16, 20])
        #expect(try a.narrowed(dimension: 2, start: 1, length: 2).floats().prefix(4) == [1, 2, 5, 6])
        let joined = try Tensor.concatenated([a, a.narrowed(dimension: 1, start: 0, length: 1)], dimension: 1)
        #expect(joined.shape == [2, 4, 4])
        #expect(try joined.floats()[12..<16] == [0, 1, 2, 3])
        let padded = try Tensor([1, 2], shape: [1, 2]).padded(top: 1, left: 2, right: 1, value: 9)
        #expect(padded.shape == [2, 5])
        #expect(try padded.floats() == [9, 9, 9, 9, 9, 9, 9, 1, 2, 9])
    }

    @Test func conversionsThatChangeNothingCopyNothing() throws {
        let a = try Tensor.ones([2, 2])
        #expect(try a.cast(to: .float32) === a)
        #expect(try a.moved(to: .cpu) === a)
        #expect(try a.contiguous() === a)
        #expect(try Tensor([1.9, -1.9], shape: [2]).cast(to: .int64).floats() == [1, -1])
    }

    @Test func clonesAndViews() throws {
        let a = try Tensor.ones([3])
        let clone = try a.cloned()
        let view = try a.detached()
        try a.fill(4)
        #expect(try clone.floats() == [1, 1, 1])
        #expect(try view.floats() == [4, 4, 4])
    }

    @Test func changesInPlace() throws {
        let a = try Tensor([1, 2], shape: [2])
        try a.requireGradient(true)
        try a.add(Tensor([10, 20], shape: [2]), scale: 0.5)
        #expect(try a.floats() == [6, 12])
        try a.multiply(by: 0.5)
        #expect(try a.floats() == [3, 6])
        try a.copy(from: Tensor([7, 8], shape: [2]).cast(to: .float64))
        #expect(try a.floats() == [7, 8])
        #expect(a.requiresGradient && a.dtype == .float32)
        #expect(failure { try a.copy(from: .zeros([1])) } == "copy: expected the shape [2]; input [1]")
    }

    @Test func reductions() throws {
        let a = try Tensor([1, 2, 3, 4, 5, 9], shape: [2, 3])
        #expect(try a.sum().scalar() == 24)
        #expect(try a.mean().scalar() == 4)
        #expect(try a.sum(dimensions: [0]).floats() == [5, 7, 12])
        #expect(try a.mean(dimensions: [1], keepingDimensions: true).shape == [2, 1])
        #expect(try a.mean(dimensions: [1]).floats() == [2, 6])
        #expect(try a.variance(dimensions: [1], unbiased: true).floats() == [1, 7])
        #expect(try isClose(a.variance(dimensions: [0, 1], unbiased: false).floats(), [40.0 / 6]))
        #expect(try a.maximumValue() == 9)
        #expect(try a.minimumValue() == 1)
        #expect(try a.allFinite())
        #expect(try !Tensor([1, .infinity], shape: [2]).allFinite())
        #expect(try !Tensor([.nan, 1], shape: [2]).allFinite())
        #expect(failure { try a.sum(dimensions: []) }.contains("at least one dimension"))
    }

    @Test func equality() throws {
        let a = try Tensor([1, 2], shape: [2])
        #expect(try a.isEqual(to: a.cloned()))
        #expect(try !a.isEqual(to: a + 1))
        #expect(try !a.isEqual(to: a.reshaped([1, 2])))
        #expect(try !a.isEqual(to: a.cast(to: .float64)))
    }
}
