/// How the ink of a category's drawings is distributed: over the drawings, and over the image.
public struct InkDistribution: Sendable, Equatable {
    /// The mean of the drawings that were looked at, [C, H, W] from −1 (paper) to 1 (ink).
    public let meanImage: [Float]
    /// The drawings that were looked at by their share of inked values (nearer to ink than to paper), in equal bins from
    /// 0 to 1.
    public let histogram: [Int]

    /// Reads at most `samples` drawings of category `index` of `dataset`, spread evenly. Throws ``DatasetError``.
    public init(of dataset: Dataset, category index: Int, samples: Int = 1000, bins: Int = 20) throws {
        precondition(samples > 0 && bins > 0, "at least one drawing and one bin")
        let drawings = dataset.indices(ofCategory: index)
        let sampleCount = min(samples, drawings.count)
        var sums = [Double](repeating: 0, count: dataset.valuesPerImage)
        var histogram = [Int](repeating: 0, count: bins)
        try withUnsafeTemporaryAllocation(of: Float.self, capacity: dataset.valuesPerImage) { pixels in
            for sample in 0..<sampleCount {
                let place = Int(Double(sample) * Double(drawings.count) / Double(sampleCount))
                try dataset.readImages(at: [drawings.lowerBound + place], into: pixels)
                var inked = 0
                for (position, value) in pixels.enumerated() {
                    sums[position] += Double(value)
                    if value > 0 { inked += 1 }
                }
                histogram[min(inked * bins / pixels.count, bins - 1)] += 1
            }
        }
        meanImage = sums.map { Float($0 / Double(sampleCount)) }
        self.histogram = histogram
    }
}
