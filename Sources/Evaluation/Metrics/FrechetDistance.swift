public import Runs
public import Torch

/// The Fréchet distance between Gaussians of features, |μ₁ − μ₂|² + tr(Σ₁ + Σ₂ − 2·(Σ₁Σ₂)^½), by eigenvalues of symmetric
/// matrices in double precision (Dowson and Landau 1982; Heusel et al. 2017, "GANs Trained by a Two Time-Scale Update
/// Rule").
///
/// It falls with the number of drawings even where nothing else differs: only distances at the same number compare.
public struct FrechetDistance {
    private let mean: Tensor
    private let root: Tensor
    private let trace: Double

    /// The distance from features of these sums, whose matrix root is computed once.
    init(from sums: FeatureSums) throws {
        mean = try sums.mean()
        let (values, vectors) = try sums.covariance().symmetricEigen()
        let variances = try values.clamped(to: 0 ... .infinity)
        root = try (vectors * variances.sqrt()).matmul(vectors.transposed())
        trace = try variances.sum().scalar()
    }

    func callAsFunction(to other: FeatureSums) throws -> Double {
        let covariance = try other.covariance()
        let cross = try root.matmul(covariance).matmul(root).symmetricEigen().values
        let difference = try (mean - other.mean()).square().sum().scalar()
        let overlap = try cross.clamped(to: 0 ... .infinity).sqrt().sum().scalar()
        return try difference + trace + covariance.trace() - 2 * overlap
    }
}

extension FrechetDistance {
    /// The distance between `fake` [N, D] and `real` [M, D], with its standard error by leaving out a tenth of both at a
    /// time.
    public static func estimate(_ fake: Tensor, against real: Tensor) throws -> Estimate {
        let (fakeSums, realSums) = (try FeatureSums(fake), try FeatureSums(real))
        let distance = try FrechetDistance(from: realSums)(to: fakeSums)
        let groups = min(10, fakeSums.count / 4, realSums.count / 4)
        func without(_ group: Int, _ features: Tensor, _ sums: FeatureSums) throws -> FeatureSums {
            let size = sums.count / groups
            return try sums - FeatureSums(features.narrowed(dimension: 0, start: group * size, length: size))
        }
        let others = try (0..<max(groups, 0)).map { group in
            try FrechetDistance(from: without(group, real, realSums))(to: without(group, fake, fakeSums))
        }
        return Estimate(distance, standardError: Estimate.jackknifeError(others))
    }
}

extension Tensor {
    /// The sum of the diagonal of a matrix of float64.
    fileprivate func trace() throws -> Double {
        let side = shape[0]
        return try doubles().enumerated().reduce(0) { $1.offset % (side + 1) == 0 ? $0 + $1.element : $0 }
    }
}
