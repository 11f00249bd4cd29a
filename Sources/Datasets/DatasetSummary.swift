/// Ink statistics of a data set, over at most ``samplesPerCategory`` drawings of each category, spread evenly.
public struct DatasetSummary: Sendable, Equatable, Encodable {
    /// In the order of their labels.
    public let categories: [CategorySummary]
    /// The drawings in the data set.
    public let count: Int
    /// The height and width of a drawing, in pixels.
    public let imageSize: Int
    /// 1 (grey) or 3 (red, green, blue).
    public let channels: Int
    /// The most drawings that were looked at in a category.
    public let samplesPerCategory: Int

    /// Reads the sampled drawings, one at a time. Throws ``DatasetError``.
    public init(of dataset: Dataset, samplesPerCategory: Int = 1000) throws {
        count = dataset.count
        imageSize = dataset.imageSize
        channels = dataset.channels
        self.samplesPerCategory = samplesPerCategory
        categories = try dataset.categories.indices.map { index in
            try CategorySummary(of: dataset, category: index, samples: samplesPerCategory)
        }
    }

    /// The drawings that were looked at in all.
    public var sampleCount: Int { categories.reduce(0) { $0 + $1.sampleCount } }
    /// The mean of the ink, 0 (paper) to 1, over all drawings that were looked at.
    public var meanInk: Double { mean(\.meanInk) }
    /// The share of values that are nearer to ink than to paper, 0 to 1.
    public var inkedFraction: Double { mean(\.inkedFraction) }
    /// The lowest value, −1 (paper) to 1 (ink).
    public var minimum: Float { categories.map(\.minimum).min() ?? 0 }
    /// The highest value, −1 (paper) to 1 (ink).
    public var maximum: Float { categories.map(\.maximum).max() ?? 0 }

    private func mean(_ value: (CategorySummary) -> Double) -> Double {
        guard sampleCount > 0 else { return 0 }
        return categories.reduce(0) { $0 + value($1) * Double($1.sampleCount) } / Double(sampleCount)
    }
}
