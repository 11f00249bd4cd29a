import Atelier
import Foundation
import Synchronization
import Testing

/// What happens in a training, as a sequence.
@Suite struct TrainingEventsTests {
    @Test func theyAreThoseThatTrainingTells() async throws {
        let bench = try Workbench()
        let told = Mutex<[String]>([])
        let own = OwnParts(drawings: try bench.drawings())
        _ = try await Trainer(bench.configuration, own: own, runsFolder: bench.runsFolder).train { event in
            if let name = kind(event) { told.withLock { $0.append(name) } }
        }
        let events = try Trainer(bench.configuration, own: own, runsFolder: bench.runsFolder).events()
        var heard: [String] = []
        for try await event in events { if let name = kind(event) { heard.append(name) } }
        #expect(heard == told.withLock { $0 } && heard.first == "started" && heard.last == "stopped finished")
        let outcome = try await events.outcome
        #expect(outcome.reason == .finished)
        #expect(try EventLog.events(in: outcome.run).compactMap(kind) == heard)
    }

    /// Training waits for who takes long, and none is lost: 600 steps are more than the sequence holds.
    @Test func noneIsLostWhereTheyAreTakenSlowly() async throws {
        let bench = try Workbench()
        bench.configuration.epochs = 3
        let own = OwnParts(drawings: try bench.drawings(count: 1600))
        let events = try Trainer(bench.configuration, own: own, runsFolder: bench.runsFolder).events()
        var steps: [Int] = []
        for try await event in events {
            guard case .step(let measurement) = event else { continue }
            if steps.isEmpty { try await Task.sleep(for: .seconds(2)) }
            steps.append(measurement.step)
        }
        #expect(steps == Array(1...600))
    }

    @Test func cancellingWhoListensStopsTrainingWithAllSaved() async throws {
        let bench = try Workbench()
        bench.configuration.epochs = 10_000
        let own = OwnParts(drawings: try bench.drawings())
        let events = try Trainer(bench.configuration, own: own, runsFolder: bench.runsFolder).events()
        let heard = try await Task {
            var heard: [String] = []
            for try await event in events {
                if let name = kind(event) { heard.append(name) }
                if heard.count == 20 { withUnsafeCurrentTask { $0?.cancel() } }
            }
            return heard
        }.value
        #expect(heard.last == "stopped interrupted")
        let outcome = try await events.outcome
        #expect(outcome.reason == .interrupted)

        let steps = try EventLog.events(in: outcome.run).compactMap {
            if case .stopped(let stop) = $0 { stop.step } else { nil }
        }
        var configuration = try outcome.run.configuration()
        configuration.maxSteps = try #require(steps.last) + 5
        let resumed = try Trainer(resuming: outcome.run, configuration: configuration, own: own)
        #expect(try await resumed.train().reason == .finished)
    }

    @Test func givingThemUpStopsTraining() async throws {
        let bench = try Workbench()
        bench.configuration.epochs = 10_000
        let own = OwnParts(drawings: try bench.drawings())
        var run: RunDirectory?
        for try await event in try Trainer(bench.configuration, own: own, runsFolder: bench.runsFolder).events() {
            if case .started(let start) = event { run = try RunDirectory.open(start.run) }
            if case .step = event { break }
        }
        let folder = try #require(run)
        for _ in 0..<600 where try EventLog.events(in: folder).last.flatMap(kind) != "stopped interrupted" {
            try await Task.sleep(for: .milliseconds(50))
        }
        #expect(try EventLog.events(in: folder).last.flatMap(kind) == "stopped interrupted")
    }

    /// The outcome can be asked for without listening.
    @Test func theOutcomeComesWithoutListening() async throws {
        let bench = try Workbench()
        let own = OwnParts(drawings: try bench.drawings(count: 1600))
        let events = try Trainer(bench.configuration, own: own, runsFolder: bench.runsFolder).events()
        #expect(try await events.outcome.reason == .finished)
        for try await event in events { Issue.record("\(event)") }
    }

    /// What training throws comes at the end of the sequence.
    @Test func errorsEndTheSequence() async throws {
        struct Fault: Error {}
        struct Failing: RunObserver {
            func observe(_ event: TrainingEvent, of run: RunDirectory, _ configuration: TrainingConfiguration) throws {
                if case .step(let step) = event, step.step == 3 { throw Fault() }
            }
        }
        let bench = try Workbench()
        let own = OwnParts(drawings: try bench.drawings())
        let events = try Trainer(
            bench.configuration, own: own, runsFolder: bench.runsFolder, observers: [Failing()]
        ).events()
        var heard: [String] = []
        await #expect(throws: Fault.self) {
            for try await event in events { if let name = kind(event) { heard.append(name) } }
        }
        #expect(heard == ["started", "step 1", "step 2", "stopped failed"])
        await #expect(throws: Fault.self) { try await events.outcome }
    }
}

/// An event without times; nil for a notice.
private func kind(_ event: TrainingEvent) -> String? {
    switch event {
    case .started: "started"
    case .step(let measurement): "step \(measurement.step)"
    case .epoch(let summary): "epoch \(summary.measurement.epoch)"
    case .notice: nil
    case .stopped(let stop): "stopped \(stop.reason)"
    }
}
