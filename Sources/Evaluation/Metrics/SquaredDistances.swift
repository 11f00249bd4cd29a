import Torch

/// The squared distances from rows to all of some points, as matrix products, a block of rows at a time: of N rows and M
/// points never all N·M are in memory.
struct SquaredDistances {
    /// (x, 1, |x|²) of each point x, less the points' mean, in columns: [D + 2, M].
    private let points: Tensor
    private let mean: Tensor
    let count: Int

    /// To `points`, [M, D] of float32.
    init(to points: Tensor) throws {
        count = points.shape[0]
        mean = try points.mean(dimensions: [0])
        // Near the origin, less is lost where |x|² + |y|² − 2·x·y cancels.
        let centred = try points - mean
        let norms = try centred.square().sum(dimensions: [1], keepingDimensions: true)
        self.points = try Tensor.concatenated(
            [centred, .ones([points.shape[0], 1]), norms], dimension: 1
        ).transposed().contiguous()
    }

    /// Gives `body` the distances of some rows of `rows` [N, D] at a time: the number of the first, and [block, M].
    func forEachBlock(of rows: Tensor, _ body: (_ first: Int, UnsafeBufferPointer<Float>) throws -> Void) throws {
        let size = max(1, min(rows.shape[0], (1 << 21) / max(count, 1)))
        for start in stride(from: 0, to: rows.shape[0], by: size) {
            let length = min(size, rows.shape[0] - start)
            let block = try rows.narrowed(dimension: 0, start: start, length: length) - mean
            let norms = try block.square().sum(dimensions: [1], keepingDimensions: true)
            let extended = try Tensor.concatenated([block * -2, norms, .ones([length, 1])], dimension: 1)
            try extended.matmul(points).withUnsafeBytes { try body(start, $0.bindMemory(to: Float.self)) }
        }
    }
}
