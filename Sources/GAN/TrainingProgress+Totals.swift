import Runs

extension TrainingProgress {
    /// Sums over the images of the epoch under way.
    struct Totals: Sendable, Equatable {
        private(set) var images = 0
        private(set) var seconds = 0.0
        /// Of each measure, the sum over the images of the steps that had it.
        private var sums = Measurements()
        /// The images of the steps that had a measure.
        private var counts: [Measure: Int] = [:]

        mutating func add(_ measurement: StepMeasurement, seconds: Double) {
            images += measurement.images
            self.seconds += seconds
            for (measure, value) in measurement.measurements.values {
                sums[measure] = (sums[measure] ?? 0) + value * Double(measurement.images)
                counts[measure, default: 0] += measurement.images
            }
        }

        /// The means over images.
        var means: Measurements {
            var means = Measurements()
            for (measure, sum) in sums.values { means[measure] = sum / Double(counts[measure] ?? images) }
            return means
        }
    }
}

extension TrainingProgress.Totals: Codable {
    private enum CodingKeys: String, CodingKey {
        case images, seconds, counts
    }

    /// Encodes the sums beside `images` and `seconds`, and the images of those measures that not every step had.
    func encode(to encoder: any Encoder) throws {
        try sums.encode(to: encoder)
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(images, forKey: .images)
        try container.encode(seconds, forKey: .seconds)
        let partial = counts.filter { $0.value != images }.map { ($0.key.rawValue, $0.value) }
        try container.encode(Dictionary(uniqueKeysWithValues: partial), forKey: .counts)
    }

    init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        images = try container.decode(Int.self, forKey: .images)
        seconds = try container.decode(Double.self, forKey: .seconds)
        sums = try Measurements(from: decoder)
        let partial = try container.decodeIfPresent([String: Int].self, forKey: .counts) ?? [:]
        for (measure, _) in sums.values { counts[measure] = partial[measure.rawValue] ?? images }
    }
}
