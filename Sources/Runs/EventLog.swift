import AtomicFiles
import Foundation

/// The two records of a run: `events.jsonl`, one JSON object an event, and `log.txt`, the same for people.
///
/// Lines are appended as they happen. A process killed while it writes leaves at most one line cut short, which
/// ``events(in:)`` leaves out and ``open(_:after:)`` removes.
public final class EventLog {
    private let events: AppendingFile
    private let log: AppendingFile
    private let logEverySteps: Int
    private let encoder: JSONEncoder

    /// Opens the records of `run`. Of steps, every `logEverySteps`-th is recorded. Where a run is resumed, `step` is
    /// the step that its checkpoint holds, and what was recorded of later steps, which are taken again, is removed.
    public init(_ run: RunDirectory, after step: Int, logEverySteps: Int) throws {
        self.logEverySteps = logEverySteps
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        self.encoder = encoder
        if FileManager.default.fileExists(atPath: run.eventsPath) {
            let kept = try EventLog.events(in: run).filter { $0.step <= step }
            let lines = try kept.map { String(decoding: try encoder.encode($0), as: UTF8.self) + "\n" }
            try AtomicFile.write(lines.joined(), to: run.eventsPath)
        }
        events = try AppendingFile(run.eventsPath)
        log = try AppendingFile(run.logPath)
    }

    /// Records `event`.
    public func record(_ event: TrainingEvent) throws {
        if case .step(let measurement) = event, measurement.step % logEverySteps != 0 { return }
        try events.append(String(decoding: try encoder.encode(event), as: UTF8.self) + "\n")
        try log.append("\(timestamp())  \(event)\n")
    }

    /// All whole events of a run, in order.
    public static func events(in run: RunDirectory) throws -> [TrainingEvent] {
        guard let data = FileManager.default.contents(atPath: run.eventsPath) else { return [] }
        let decoder = JSONDecoder()
        return data.split(separator: UInt8(ascii: "\n")).compactMap { line in
            try? decoder.decode(TrainingEvent.self, from: Data(line))
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
