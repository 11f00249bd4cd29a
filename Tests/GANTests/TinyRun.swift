import Foundation
import GAN
import Runs
import Synchronization

/// A folder with a few small made-up drawings in it, and runs that train on them within a second.
final class TinyRun {
    let folder = NSTemporaryDirectory() + "gan-" + UUID().uuidString
    var configuration = TrainingConfiguration()
    var evaluator: (any RunEvaluator)?

    /// `drawings` grey images of `size` × `size`: discs of various radii, ink on paper.
    init(drawings: Int = 20, size: Int = 16) throws {
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        try writeDrawings(drawings, size: size)
        configuration.sources = [path]
        configuration.width = 4
        configuration.latentSize = 8
        configuration.batchSize = 8
        configuration.epochs = 3
        configuration.threads = 1
        configuration.seed = 1
        configuration.logEverySteps = 1
        configuration.kerasWeights = false
    }

    deinit {
        try? FileManager.default.removeItem(atPath: folder)
    }

    var path: String { folder + "/discs.npy" }
    var runsFolder: String { folder + "/runs" }

    func writeDrawings(_ count: Int, size: Int) throws {
        var header = "{'descr': '|u1', 'fortran_order': False, 'shape': (\(count), \(size), \(size)), }"
        header += String(repeating: " ", count: 117 - header.utf8.count) + "\n"
        var file = Data([0x93]) + Data("NUMPY".utf8) + Data([1, 0, 118, 0]) + Data(header.utf8)
        for drawing in 0..<count {
            let radius = Double(2 + drawing % (size / 2 - 2))
            for place in 0..<size * size {
                let (row, column) = (Double(place / size) - Double(size) / 2, Double(place % size) - Double(size) / 2)
                file.append((row * row + column * column).squareRoot() < radius ? 255 : 0)
            }
        }
        try file.write(to: URL(fileURLWithPath: path))
    }

    /// Trains a new run to its end, or until `stopAfter` steps.
    @discardableResult
    func train(stopAfter steps: Int = .max) async throws -> Result {
        try await run(try Trainer(configuration, runsFolder: runsFolder, evaluator: evaluator), stopAfter: steps)
    }

    func resume(_ run: RunDirectory, stopAfter steps: Int = .max) async throws -> Result {
        try await self.run(
            try Trainer(resuming: run, configuration: configuration, evaluator: evaluator), stopAfter: steps)
    }

    struct Result {
        let run: RunDirectory
        let reason: TrainingStop.Reason
        let events: [TrainingEvent]

        func file(_ path: String) throws -> Data { try Data(contentsOf: URL(fileURLWithPath: run.path + "/" + path)) }
        var steps: [TrainingMeasurement] { events.compactMap { if case .step(let step) = $0 { step } else { nil } } }
        var epochs: [EpochSummary] { events.compactMap { if case .epoch(let epoch) = $0 { epoch } else { nil } } }
        var notices: [String] { events.compactMap { if case .notice(let text) = $0 { text } else { nil } } }
    }

    private func run(_ trainer: Trainer, stopAfter steps: Int) async throws -> Result {
        let events = EventCollector()
        let outcome = try await Task {
            try await trainer.train { event in
                events.append(event)
                if events.stepCount >= steps { withUnsafeCurrentTask { $0?.cancel() } }
            }
        }.value
        return Result(run: outcome.run, reason: outcome.reason, events: events.all)
    }
}

private final class EventCollector: Sendable {
    private let events = Mutex<[TrainingEvent]>([])

    func append(_ event: TrainingEvent) { events.withLock { $0.append(event) } }
    var all: [TrainingEvent] { events.withLock { $0 } }
    var stepCount: Int { all.count { if case .step = $0 { true } else { false } } }
}
