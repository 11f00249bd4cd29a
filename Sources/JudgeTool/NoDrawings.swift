import Torch

/// Images that are no drawings, for the judge to know them by (Hendrycks et al. 2019, "Deep Anomaly Detection with Outlier
/// Exposure"): pixels of many drawings mixed, means of some drawings, and clouds.
enum NoDrawings {
    /// `4 * quarter` images, made of the drawings `batch` [N, 1, H, W]: [4 · quarter, 1, H, W].
    static func make(_ quarter: Int, of batch: Tensor, random: RandomGenerator) throws -> Tensor {
        try .concatenated([
            mixed(2 * quarter, of: batch, random), means(quarter, of: batch, random),
            clouds(quarter, Array(batch.shape[1...]), random),
        ])
    }

    /// Each pixel is that of another drawing.
    private static func mixed(_ count: Int, of batch: Tensor, _ random: RandomGenerator) throws -> Tensor {
        let pixels = batch.shape[1...].reduce(1, *)
        let drawings = try integers(count * pixels, below: batch.shape[0], random)
        let places = drawings.enumerated().map { $1 * pixels + $0 % pixels }
        return try batch.reshaped([-1, 1]).rows(at: Tensor(integers: places, shape: [places.count]))
            .reshaped([count] + batch.shape[1...])
    }

    /// Each is the mean of four drawings.
    private static func means(_ count: Int, of batch: Tensor, _ random: RandomGenerator) throws -> Tensor {
        let drawings = try integers(4 * count, below: batch.shape[0], random)
        return try batch.rows(at: Tensor(integers: drawings, shape: [4 * count]))
            .reshaped([count, 4] + batch.shape[1...]).mean(dimensions: [1])
    }

    /// Noise, smoothed more or less, faint or black on white, as generators draw at first.
    private static func clouds(_ count: Int, _ shape: [Int], _ random: RandomGenerator) throws -> Tensor {
        let clouds = try integers(count, below: 5, random).map { radius in
            let side = 2 * radius + 1
            let box = try Tensor.full([1, 1, side, side], value: 1 / Double(side))
            let numbers = try random.uniform([2]).floats()
            let noise = try random.normal([1] + shape).conv2d(kernel: box, padding: .same)
            return try (noise * Double(3 * numbers[0]) + Double(2 * numbers[1] - 1.5)).clamped(to: -1...1)
        }
        return try .concatenated(clouds)
    }

    private static func integers(_ count: Int, below limit: Int, _ random: RandomGenerator) throws -> [Int] {
        try random.uniform([count], from: 0, to: Double(limit)).floats().map { min(Int($0), limit - 1) }
    }
}
