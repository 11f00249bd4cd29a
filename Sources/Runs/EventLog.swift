import Files
import Foundation

/// The two records of a run: `events.jsonl`, one JSON object an event, and `log.txt`, the same for people.
///
/// Lines are appended as they happen. A process killed while it writes leaves at most one line cut short, which
/// ``events(in:)`` leaves out and ``init(_:after:logEverySteps:)`` removes. Where one of the two cannot be written,
/// training goes on, and ``record(_:)`` says so.
public final class EventLog {
    private let events: LogFile
    private let log: LogFile
    private let logEverySteps: Int
    private let encoder: JSONEncoder

    /// An event takes some hundred bytes; what is longer than this was not written here.
    private static let maximumLineBytes = 1 << 20

    /// Opens the records of `run`. Of steps, every `logEverySteps`-th is recorded. Where a run is resumed, `step` is
    /// the step that its checkpoint holds, and what was recorded of later steps, which are taken again, is removed.
    public init(_ run: RunDirectory, after step: Int, logEverySteps: Int) {
        self.logEverySteps = logEverySteps
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        self.encoder = encoder
        events = LogFile(run.eventsPath) { try Self.removeEvents(of: run, after: step) }
        log = LogFile(run.logPath)
    }

    /// Records `event`. Returns a sentence for each of the two files that could not be written, the first time, and
    /// for each that can be written again.
    public func record(_ event: TrainingEvent) throws -> [String] {
        if case .step(let measurement) = event, measurement.step % logEverySteps != 0 { return [] }
        let notices = try write(event)
        // The other of the two may say it.
        for notice in notices { _ = try write(.notice(notice)) }
        return notices
    }

    private func write(_ event: TrainingEvent) throws -> [String] {
        // Soon after, a checkpoint is written: what led to it should not be lost where the power fails.
        let isMilestone =
            switch event {
            case .epoch, .stopped: true
            default: false
            }
        let json = String(decoding: try encoder.encode(event), as: UTF8.self)
        return [
            events.append("\(json)\n", synced: isMilestone), log.append("\(timestamp())  \(event)\n", synced: false),
        ].compactMap { $0 }
    }

    /// All whole events of a run, in order. Throws ``ConfigurationError`` where they are of a newer format.
    public static func events(in run: RunDirectory) throws -> [TrainingEvent] {
        guard FileManager.default.fileExists(atPath: run.eventsPath) else { return [] }
        var events: [TrainingEvent] = []
        try forEachEvent(in: run) { event, _ in events.append(event) }
        return events
    }

    /// The epochs of a run that ended, in order. Throws as ``events(in:)``.
    public static func epochs(of run: RunDirectory) throws -> [EpochSummary] {
        try events(in: run).compactMap { if case .epoch(let summary) = $0 { summary } else { nil } }
    }

    private static func removeEvents(of run: RunDirectory, after step: Int) throws {
        guard FileManager.default.fileExists(atPath: run.eventsPath) else { return }
        try AtomicFile.write(to: run.eventsPath) { file in
            try forEachEvent(in: run) { event, line in
                if event.step <= step { try file.write(line + [UInt8(ascii: "\n")]) }
            }
        }
    }

    private static func forEachEvent(
        in run: RunDirectory, _ body: (TrainingEvent, _ line: [UInt8]) throws -> Void
    ) throws {
        try RegularFile(run.eventsPath).forEachLine(maximumBytes: maximumLineBytes) { line in
            guard let event = try TrainingEvent(line: line) else { return }
            try body(event, line)
        }
    }

    private func timestamp() -> String {
        Date().formatted(.iso8601.year().month().day().time(includingFractionalSeconds: false))
    }
}

extension TrainingEvent {
    /// The training step that the event belongs to; 0 for a notice.
    var step: Int {
        switch self {
        case .started(let start): start.step
        case .step(let measurement): measurement.step
        case .epoch(let summary): summary.measurement.step
        case .notice: 0
        case .stopped(let stop): stop.step
        }
    }
}
