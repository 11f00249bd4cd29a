import Foundation

extension TrainingEvent: Codable {
    private enum Kind: String, Codable {
        case started, step, epoch, notice, stopped
    }

    private enum CodingKeys: String, CodingKey {
        case event, message, format
    }

    /// Encodes one flat object: the kind as `event`, and the fields of its value beside it.
    public func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        switch self {
        case .started(let start):
            try container.encode(Kind.started, forKey: .event)
            try container.encode(FormatVersion.events, forKey: .format)
            try start.encode(to: encoder)
        case .step(let measurement):
            try container.encode(Kind.step, forKey: .event)
            try measurement.encode(to: encoder)
        case .epoch(let summary):
            try container.encode(Kind.epoch, forKey: .event)
            try summary.encode(to: encoder)
        case .notice(let message):
            try container.encode(Kind.notice, forKey: .event)
            try container.encode(message, forKey: .message)
        case .stopped(let stop):
            try container.encode(Kind.stopped, forKey: .event)
            try stop.encode(to: encoder)
        }
    }

    /// Throws ``ConfigurationError`` for a `started` of a newer format: what follows it cannot be read.
    public init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        switch try container.decode(Kind.self, forKey: .event) {
        case .started:
            let format = try container.decodeIfPresent(Int.self, forKey: .format) ?? 1
            if let refusal = FormatVersion.refusal(of: format, known: FormatVersion.events) {
                throw ConfigurationError("events.jsonl \(refusal)")
            }
            self = .started(try TrainingStart(from: decoder))
        case .step: self = .step(try TrainingMeasurement(from: decoder))
        case .epoch: self = .epoch(try EpochSummary(from: decoder))
        case .notice: self = .notice(try container.decode(String.self, forKey: .message))
        case .stopped: self = .stopped(try TrainingStop(from: decoder))
        }
    }
}

extension TrainingEvent {
    /// The event that a line of `events.jsonl` is; nil for a line that is damaged or cut short. Throws
    /// ``ConfigurationError`` where the file is of a newer format.
    public init?(line: some Sequence<UInt8>) throws(ConfigurationError) {
        do {
            self = try JSONDecoder().decode(TrainingEvent.self, from: Data(line))
        } catch let error as ConfigurationError {
            throw error
        } catch {
            return nil
        }
    }
}

extension EpochSummary {
    private enum CodingKeys: String, CodingKey {
        case seconds, sample
    }

    /// Encodes the measurement's fields beside `seconds` and `sample`.
    public func encode(to encoder: any Encoder) throws {
        try measurement.encode(to: encoder)
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(seconds, forKey: .seconds)
        try container.encode(sample, forKey: .sample)
    }

    /// Reads the object that ``encode(to:)`` writes.
    public init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        self.init(
            measurement: try TrainingMeasurement(from: decoder),
            seconds: try container.decode(Double.self, forKey: .seconds),
            sample: try container.decode(String.self, forKey: .sample))
    }
}
