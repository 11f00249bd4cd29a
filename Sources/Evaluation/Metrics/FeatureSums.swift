import Torch

/// The count and the sums of some features, from which the mean and covariance of a union or a difference of sets follow
/// without a look at the features again.
struct FeatureSums {
    let count: Int
    /// Σx, [D] of float64.
    let sum: Tensor
    /// Σxxᵀ, [D, D] of float64.
    let products: Tensor

    /// Of `features`, [N, D].
    init(_ features: Tensor) throws {
        let values = try features.cast(to: .float64)
        count = values.shape[0]
        sum = try values.sum(dimensions: [0])
        products = try values.transposed().matmul(values)
    }

    private init(count: Int, sum: Tensor, products: Tensor) {
        self.count = count
        self.sum = sum
        self.products = products
    }

    /// The sums of `whole` without those of `part`, which is among it.
    static func - (whole: FeatureSums, part: FeatureSums) throws -> FeatureSums {
        FeatureSums(
            count: whole.count - part.count, sum: try whole.sum - part.sum, products: try whole.products - part.products
        )
    }

    /// The mean, [D].
    func mean() throws -> Tensor { try sum / Double(count) }

    /// The unbiased covariance, [D, D].
    func covariance() throws -> Tensor {
        let row = try mean().reshaped([1, sum.count])
        let ofMean = try row.transposed().matmul(row) * Double(count)
        return try (products - ofMean) / Double(max(count - 1, 1))
    }
}
