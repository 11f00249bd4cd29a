/// Drawings of one size in one or more categories, read from their files as they are needed.
public struct Dataset: Sendable {
    /// In order; a drawing's label is its category's index.
    public let categories: [Category]
    /// The drawings in all categories.
    public let count: Int
    /// The height and width of a drawing, in pixels.
    public let imageSize: Int
    /// 1 (grey) or 3 (red, green, blue).
    public let channels: Int

    /// What a person should know before training on them, a sentence each: what was passed over, resized or looks wrong.
    public internal(set) var notices: [String] = []
    /// The names of the categories whose drawings were taken off scanned paper; `DatasetOptions.keepsPaper` leaves it.
    public internal(set) var scannedCategories: [String] = []

    /// What is not trained on, nor read by this data set; nil where the options hold nothing out.
    public var heldOut: Dataset? {
        heldOutParts.isEmpty ? nil : Dataset(parts: heldOutParts, imageSize: imageSize, channels: channels)
    }

    private let parts: [DatasetPart]
    private var heldOutParts: [DatasetPart] = []
    /// The index of each part's first drawing.
    private let starts: [Int]

    init(parts: [DatasetPart], imageSize: Int, channels: Int) {
        self.parts = parts
        self.imageSize = imageSize
        self.channels = channels
        var starts: [Int] = []
        var count = 0
        for part in parts {
            starts.append(count)
            count += part.count
        }
        self.starts = starts
        self.count = count
        categories = parts.map { part in
            Category(name: part.name, count: part.count, availableCount: part.source.count, path: part.path)
        }
    }

    /// The same without a share of each category's drawings, chosen by `seed`, which are ``heldOut``, at most `most` in all.
    func holdingOut(_ share: Double, most: Int, seed: UInt64) -> Dataset {
        let share = min(share, Double(most) / Double(max(count, 1)))
        let heldOutCounts = parts.map { Int(Double($0.count) * share) }
        guard heldOutCounts.contains(where: { $0 > 0 }) else { return self }
        let divided = zip(parts, heldOutCounts).enumerated().map { index, part in
            part.0.divided(first: part.1, seed: Mixing.seed(seed, use: .division, index: index))
        }
        var training = Dataset(parts: divided.map(\.others), imageSize: imageSize, channels: channels)
        training.heldOutParts = divided.map(\.first)
        return training
    }

    /// The floats in one drawing, C·H·W.
    public var valuesPerImage: Int { channels * imageSize * imageSize }

    /// Reads drawings into `pixels`, [N, C, H, W] with N = `indices.count`, from −1 (paper) to 1 (ink).
    ///
    /// Throws ``DatasetError`` where a file has changed or holds a value out of range. May be called from several
    /// threads at once.
    public func readImages(at indices: [Int], into pixels: UnsafeMutableBufferPointer<Float>) throws {
        precondition(pixels.count == indices.count * valuesPerImage, "a buffer of [N, C, H, W]")
        for (place, index) in indices.enumerated() {
            let category = label(at: index)
            let image = pixels[place * valuesPerImage..<(place + 1) * valuesPerImage]
            try parts[category].readImage(at: index - starts[category], into: .init(rebasing: image))
        }
    }

    /// Reads drawings as an array, [N, C, H, W]; for a few at a time.
    public func images(at indices: [Int]) throws -> [Float] {
        var values = [Float](repeating: 0, count: indices.count * valuesPerImage)
        try values.withUnsafeMutableBufferPointer { try readImages(at: indices, into: $0) }
        return values
    }

    /// The CRC-32 of what a drawing is made of. Throws as ``readImages(at:into:)``.
    func checksum(at index: Int) throws -> UInt32 {
        let category = label(at: index)
        return try parts[category].checksum(at: index - starts[category])
    }

    /// The index among ``categories`` of drawing `index`.
    public func label(at index: Int) -> Int {
        precondition(index >= 0 && index < count, "drawing \(index) of \(count)")
        var low = 0
        var high = starts.count
        while high - low > 1 {
            let middle = (low + high) / 2
            if starts[middle] <= index { low = middle } else { high = middle }
        }
        return low
    }

    /// The drawings of one category.
    public func indices(ofCategory category: Int) -> Range<Int> {
        starts[category]..<starts[category] + parts[category].count
    }
}
