public import Runs
public import Torch

/// The kernel inception distance, the squared maximum mean discrepancy of features with the kernel (x·y/D + 1)³, without
/// bias (Bińkowski et al. 2018, "Demystifying MMD GANs"). Real against real it is 0 on average, and can be below.
public enum KernelDistance {
    /// The mean over pairs of blocks of `fake` [N, D] and `real` [M, D], with its standard error by their spread.
    public static func estimate(_ fake: Tensor, against real: Tensor) throws -> Estimate {
        let count = min(fake.shape[0], real.shape[0])
        let blocks = min(max(count / 100, 2), 10)
        let size = count / blocks
        let values = try (0..<blocks).map { block in
            try value(
                fake.narrowed(dimension: 0, start: block * size, length: size),
                against: real.narrowed(dimension: 0, start: block * size, length: size))
        }
        let mean = values.reduce(0, +) / Double(blocks)
        let squares = values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }
        return Estimate(mean, standardError: (squares / Double(blocks * (blocks - 1))).squareRoot())
    }

    /// Of all of `fake` [N, D] and `real` [M, D] at once.
    public static func value(_ fake: Tensor, against real: Tensor) throws -> Double {
        let (x, y) = (try fake.cast(to: .float64), try real.cast(to: .float64))
        let (n, m) = (x.shape[0], y.shape[0])
        func kernel(_ a: Tensor, _ b: Tensor) throws -> Tensor {
            let base = try a.matmul(b.transposed()) / Double(a.shape[1]) + 1
            return try base * base * base
        }
        /// The mean over pairs of two different rows.
        func within(_ a: Tensor, count: Int) throws -> Double {
            let norm = try a.square().sum(dimensions: [1]) / Double(a.shape[1]) + 1
            let same = try (norm * norm * norm).sum().scalar()
            return (try kernel(a, a).sum().scalar() - same) / Double(count * (count - 1))
        }
        return try within(x, count: n) + within(y, count: m) - 2 * kernel(x, y).mean().scalar()
    }
}
