import Files
import Foundation
import Runs

/// What a run's folder says, kept up to date by reading what is new in it.
struct RunRecord {
    let name: String
    private let runsFolder: String
    /// Nil where the run is broken before its configuration can be read.
    private(set) var configuration: TrainingConfiguration?
    /// Why the run is broken; nil where it is not.
    private(set) var reason: String?
    /// The recorded steps, in order; of a very long run every second, fourth, … of the earlier ones.
    private(set) var measurements: [TrainingMeasurement] = []
    /// The epochs, in the same way.
    private(set) var epochs: [EpochSummary] = []
    private(set) var start: TrainingStart?
    private(set) var stop: TrainingStop?
    private(set) var updated = 0.0
    /// The epochs whose grids are there, in order.
    private(set) var sampleEpochs: [Int] = []
    var varieties = VarietyMeter()

    private var events: EventFile
    private var configurationStamp: FileStatus?
    private var samplesStamp: FileStatus?

    /// What a refresh found.
    struct Changes {
        var events: [TrainingEvent] = []
        var newSampleEpochs: [Int] = []
        /// Whether the log has more that can be read at once.
        var hasMore = false
    }

    init(name: String, in runsFolder: String) {
        self.name = name
        self.runsFolder = runsFolder
        events = EventFile("\(name)/events.jsonl", in: runsFolder)
    }

    var path: String { "\(runsFolder)/\(name)" }

    /// The folder as the libraries take it. Throws `ConfigurationError` where it is no run's.
    func directory() throws -> RunDirectory { try RunDirectory.open(path) }

    /// A file of the run; nil where it is absent, or a link is on the way to it from the folder of all runs.
    func file(_ name: String) -> ContainedFile? { ContainedFile("\(self.name)/\(name)", in: runsFolder) }

    func sample(epoch: Int) -> ContainedFile? { file(RunDirectory.sampleName(epoch: epoch)) }

    /// Reads what is new in the folder.
    mutating func refresh() -> Changes {
        reason = nil
        var changes = Changes()
        do {
            try refreshConfiguration()
            if let news = try events.read() {
                if news.isWhole { forget() }
                for event in news.events { add(event) }
                changes.events = news.events
                changes.hasMore = news.hasMore
            }
        } catch {
            reason = "\(error)"
        }
        changes.newSampleEpochs = refreshSamples()
        return changes
    }

    private mutating func refreshConfiguration() throws {
        guard FileStatus(of: path)?.kind != .link else {
            (configuration, configurationStamp) = (nil, nil)
            throw ConfigurationError("\(name) is a link, which the studio does not follow; move the run's folder here")
        }
        guard let file = file("config.json") else {
            configuration = nil
            throw ConfigurationError(
                "\(name) has no config.json that is a plain file; restore it from a copy or remove the folder")
        }
        guard file.status != configurationStamp else { return }
        configuration = nil
        let read = try TrainingConfiguration(
            json: String(decoding: try file.bytes(limit: 1 << 20), as: UTF8.self), from: "\(name)/config.json")
        try read.isTrainable ? read.validate() : read.validateSettings()
        (configuration, configurationStamp) = (read, file.status)
    }

    private mutating func forget() {
        (measurements, epochs, start, stop) = ([], [], nil, nil)
    }

    private mutating func add(_ event: TrainingEvent) {
        switch event {
        case .started(let value): (start, stop, updated) = (value, nil, value.time)
        case .step(let value):
            Self.append(value, to: &measurements)
            updated = value.time
        case .epoch(let value):
            Self.append(value, to: &epochs)
            updated = value.measurement.time
        case .stopped(let value): (stop, updated) = (value, value.time)
        case .notice: break
        }
    }

    /// Appends, and leaves out every second element where there are so many that they would take all memory.
    private static func append<Element>(_ element: Element, to list: inout [Element]) {
        list.append(element)
        if list.count == 1 << 18 { list = list.indices.filter { $0 % 2 == 1 }.map { list[$0] } }
    }

    /// Lists the grids where the folder has changed, and returns the epochs of those that are new.
    private mutating func refreshSamples() -> [Int] {
        guard let folder = ContainedFolder("\(name)/samples", in: runsFolder) else {
            (sampleEpochs, samplesStamp) = ([], nil)
            return []
        }
        guard folder.status != samplesStamp else { return [] }
        samplesStamp = folder.status
        let epochs = folder.names().compactMap { name in
            name.wholeMatch(of: /epoch-(\d{4,9})\.png/).flatMap { Int($0.1) }
        }
        let new = Set(epochs).subtracting(sampleEpochs).sorted()
        sampleEpochs = epochs.sorted()
        return new
    }

    /// The epochs whose drawings were judged, in order.
    var judgedEpochs: [JudgedEpoch] { epochs.compactMap(\.judged) }

    /// The newest of the recorded steps and epochs.
    var latest: TrainingMeasurement? { measurements.last ?? epochs.last?.measurement }
}
