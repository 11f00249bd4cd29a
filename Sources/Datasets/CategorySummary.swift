/// Ink statistics of one category.
public struct CategorySummary: Sendable, Equatable, Encodable {
    /// The category that was looked at.
    public let category: Category
    /// The drawings that were looked at.
    public let sampleCount: Int
    /// The mean of the ink, 0 (paper) to 1.
    public let meanInk: Double
    /// The share of values that are nearer to ink than to paper, 0 to 1.
    public let inkedFraction: Double
    /// The lowest value, −1 (paper) to 1 (ink).
    public let minimum: Float
    /// The highest value, −1 (paper) to 1 (ink).
    public let maximum: Float

    /// Reads at most `samples` drawings of category `index` of `dataset`, spread evenly. Throws ``DatasetError``.
    public init(of dataset: Dataset, category index: Int, samples: Int = 1000) throws {
        category = dataset.categories[index]
        let drawings = dataset.indices(ofCategory: index)
        let sampleCount = min(max(samples, 0), drawings.count)
        var sum = 0.0
        var inked = 0
        var minimum = Float.infinity
        var maximum = -Float.infinity
        try withUnsafeTemporaryAllocation(of: Float.self, capacity: dataset.valuesPerImage) { pixels in
            for sample in 0..<sampleCount {
                let place = Int(Double(sample) * Double(drawings.count) / Double(sampleCount))
                try dataset.readImages(at: [drawings.lowerBound + place], into: pixels)
                for value in pixels {
                    sum += (Double(value) + 1) / 2
                    if value > 0 { inked += 1 }
                    minimum = min(minimum, value)
                    maximum = max(maximum, value)
                }
            }
        }
        let values = sampleCount * dataset.valuesPerImage
        self.sampleCount = sampleCount
        meanInk = values == 0 ? 0 : sum / Double(values)
        inkedFraction = values == 0 ? 0 : Double(inked) / Double(values)
        self.minimum = values == 0 ? 0 : minimum
        self.maximum = values == 0 ? 0 : maximum
    }
}
