import Files
import Foundation
import Runs

extension RunSummary {
    /// What `record` says, given who trains the run and how its last training ended where that failed.
    init(_ record: RunRecord, holder: RunLock.Holder, failure: String?, isStartedHere: Bool) {
        self.init(name: record.name, state: .broken)
        self.failure = failure
        created = Self.created(record)
        updated = max(record.updated, created)
        readConfiguration(of: record)
        readProgress(of: record)
        if let epoch = record.sampleEpochs.last {
            sampleEpoch = epoch
            let version = record.sample(epoch: epoch).map { "?\($0.status.modifiedNanoseconds / 1_000_000)" } ?? ""
            thumbnail = "\(RunLibrary.address(record.name))/samples/\(epoch).png\(version)"
        }
        let isTrainable = record.configuration?.isTrainable ?? true
        hasDiscriminator = record.file("discriminator.safetensors") != nil
        hasWeights = record.file("generator.safetensors") != nil && (hasDiscriminator || !isTrainable)
        if record.file("best.safetensors") != nil { best = record.judgedEpochs.best }
        evaluated = record.file(StoredEvaluation.fileName)?.status.modifiedSeconds
        if let reason = record.reason {
            self.reason = reason
        } else if holder != .nobody || isStartedHere {
            state = .running
            self.failure = nil
            if case .process = holder { canStop = true }
            canStop = canStop || isStartedHere
            secondsLeft = Self.secondsLeft(of: record)
        } else {
            state = isTrainable ? State(record.stop) : .finished
            self.failure = failure ?? record.stop?.message
            canResume = isTrainable && record.configuration?.ownParts.isEmpty != false
        }
    }

    private mutating func readConfiguration(of record: RunRecord) {
        guard let configuration = record.configuration else { return }
        sources = configuration.sources.map { source in
            source.hasPrefix("/") ? URL(fileURLWithPath: source).lastPathComponent : source
        }
        categories = record.start?.categories ?? configuration.categories
        preset = configuration.preset.rawValue
        if configuration.isTrainable { totalEpochs = configuration.epochs }
        imageSize = configuration.imageSize
        channels = configuration.channels
        classes = configuration.classes
    }

    private mutating func readProgress(of record: RunRecord) {
        let lastEpoch = record.epochs.last?.measurement.epoch
        epoch = record.stop?.epoch ?? lastEpoch ?? 0
        step = record.stop?.step ?? record.latest?.step ?? record.start?.step ?? 0
        imagesPerSecond = record.latest?[.imagesPerSecond]
        guard let start = record.start else { return }
        totalEpochs = start.totalEpochs
        totalSteps = start.totalSteps
        images = start.images
    }

    private static func secondsLeft(of record: RunRecord) -> Double? {
        guard let latest = record.latest, let start = record.start, let speed = latest[.imagesPerSecond], speed > 0,
            latest.step > 0
        else { return nil }
        // A file can say any numbers: in floating point none of this can trap.
        let imagesPerStep = Double(latest.imagesSeen) / Double(latest.step)
        let seconds = max(Double(start.totalSteps) - Double(latest.step), 0) * imagesPerStep / speed
        return seconds.isFinite ? seconds : nil
    }

    /// When the run's folder got its configuration: the oldest time that it tells.
    private static func created(_ record: RunRecord) -> Double {
        let times = [
            record.sample(epoch: 0)?.status.modifiedSeconds, record.file("config.json")?.status.modifiedSeconds,
        ]
        if let oldest = times.compactMap({ $0 }).min() { return oldest }
        return FileStatus(of: record.path)?.modifiedSeconds ?? 0
    }
}

extension RunSummary.State {
    /// How a run that nobody trains stands. A process that was killed left no word.
    fileprivate init(_ stop: TrainingStop?) {
        switch stop?.reason {
        case .finished: self = .finished
        case .failed: self = .failed
        case .interrupted, nil: self = .interrupted
        }
    }
}

/// A measurement with an estimate of the time that is left.
struct TimedMeasurement: Encodable {
    let measurement: TrainingMeasurement
    let secondsLeft: Double?

    init(_ measurement: TrainingMeasurement, secondsLeft: Double?) {
        self.measurement = measurement
        self.secondsLeft = secondsLeft
    }

    private enum CodingKeys: String, CodingKey {
        case secondsLeft
    }

    func encode(to encoder: any Encoder) throws {
        try measurement.encode(to: encoder)
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encodeIfPresent(secondsLeft, forKey: .secondsLeft)
    }
}
