/// What was measured at one step, or on average over one epoch.
public struct TrainingMeasurement: Sendable, Equatable {
    /// Seconds since 1970 when the measurement was taken.
    public var time: Double
    /// Training steps done.
    public var step: Int
    /// The epoch, from 1.
    public var epoch: Int
    /// Real images that the discriminator has seen since the start.
    public var imagesSeen: Int
    /// The named numbers.
    public var measurements: Measurements

    /// What was measured at `time`, in seconds since 1970, after `step` steps.
    public init(time: Double, step: Int, epoch: Int, imagesSeen: Int, measurements: Measurements) {
        self.time = time
        self.step = step
        self.epoch = epoch
        self.imagesSeen = imagesSeen
        self.measurements = measurements
    }

    /// The value of a measure; nil where it was not measured.
    public subscript(measure: Measure) -> Double? {
        get { measurements[measure] }
        set { measurements[measure] = newValue }
    }
}

extension TrainingMeasurement: Codable {
    private enum CodingKeys: String, CodingKey {
        case time, step, epoch, imagesSeen
    }

    /// Encodes one flat object: where training stands, and the named numbers beside it.
    public func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(time, forKey: .time)
        try container.encode(step, forKey: .step)
        try container.encode(epoch, forKey: .epoch)
        try container.encode(imagesSeen, forKey: .imagesSeen)
        try measurements.encode(to: encoder)
    }

    /// Reads the object that ``encode(to:)`` writes.
    public init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        time = try container.decode(Double.self, forKey: .time)
        step = try container.decode(Int.self, forKey: .step)
        epoch = try container.decode(Int.self, forKey: .epoch)
        imagesSeen = try container.decode(Int.self, forKey: .imagesSeen)
        measurements = try Measurements(from: decoder)
    }
}

extension Collection where Element == TrainingMeasurement {
    /// The mean of a measure over those that have it; nil where none has, or it is more than a number can be.
    public func mean(of measure: Measure) -> Double? {
        let values = compactMap { $0[measure] }
        let mean = values.reduce(0, +) / Double(values.count)
        return mean.isFinite ? mean : nil
    }
}
