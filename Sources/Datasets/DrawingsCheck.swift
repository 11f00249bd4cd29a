/// Looks at some drawings of each category for what makes training useless: empty pages, and light on dark.
struct DrawingsCheck {
    private static let samplesInAll = 2048
    /// Nearly all.
    private static let share = 0.9
    /// Eight of 256 levels: less is no drawing.
    private static let contrast: Float = 16.0 / 255

    /// A sentence for each thing that should be known before training. Throws ``DatasetError`` where drawings cannot be
    /// read.
    static func notices(of dataset: Dataset) throws -> [String] {
        let perCategory = min(max(samplesInAll / dataset.categories.count, 4), 64)
        return try dataset.categories.indices.compactMap { index in
            let drawings = dataset.indices(ofCategory: index)
            let count = min(perCategory, drawings.count)
            let seen = try (0..<count).map { sample in
                let place = Int(Double(sample) * Double(drawings.count) / Double(count))
                return Look(try dataset.images(at: [drawings.lowerBound + place]), side: dataset.imageSize)
            }
            return notice(seen, path: dataset.categories[index].path)
        }
    }

    private static func notice(_ seen: [Look], path: String) -> String? {
        func isNearlyAll(_ property: (Look) -> Bool) -> Bool {
            Double(seen.count(where: property)) >= share * Double(seen.count)
        }
        if isNearlyAll({ $0.maximum - $0.minimum < contrast }) {
            let lightest = seen.map(\.minimum).min() ?? 0
            let darkest = seen.map(\.maximum).max() ?? 0
            let advice =
                if lightest > 0 {
                    "they are all ink; if they are light on dark, --invert turns them"
                } else if darkest > -1 {
                    "their values go up to \(Int(((darkest + 1) * 127.5).rounded())) of 255; scale them, such as by"
                        + " drawings * 255"
                } else {
                    "they are all paper; if they are white on transparent, --invert shows them"
                }
            return "\(path): nearly all its drawings are blank, \(advice)"
        }
        if isNearlyAll({ $0.edge > 0.6 && $0.edge > $0.mean }) {
            return "\(path): nearly all its drawings have ink along their edges, as what is white on black has;"
                + " --invert turns them"
        }
        return nil
    }

    /// What is to be known of one drawing, from −1 (paper) to 1 (ink).
    private struct Look {
        let minimum: Float
        let maximum: Float
        let mean: Float
        /// The mean of the outermost pixels.
        let edge: Float

        init(_ pixels: [Float], side: Int) {
            minimum = pixels.min() ?? -1
            maximum = pixels.max() ?? -1
            mean = pixels.reduce(0, +) / Float(pixels.count)
            let outermost = pixels.indices.filter { place in
                let (y, x) = (place / side % side, place % side)
                return y == 0 || x == 0 || y == side - 1 || x == side - 1
            }
            edge = outermost.reduce(0) { $0 + pixels[$1] } / Float(outermost.count)
        }
    }
}
