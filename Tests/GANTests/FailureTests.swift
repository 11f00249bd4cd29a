import Foundation
import GAN
import Runs
import Synchronization
import Testing

/// How a run ends that cannot go on, and who hears of it.
@Suite struct FailureTests {
    private struct Fault: Error, CustomStringConvertible {
        let description = "the observer has had enough"
    }

    /// Keeps what it is told, and may fail at a step.
    private final class Observer: RunObserver {
        private let kept = Mutex<[TrainingEvent]>([])
        private let lastStep: Int

        init(lastStep: Int = .max) { self.lastStep = lastStep }

        var events: [TrainingEvent] { kept.withLock { $0 } }

        func observe(_ event: TrainingEvent, of run: RunDirectory, _ configuration: TrainingConfiguration) throws {
            kept.withLock { $0.append(event) }
            if case .step(let measurement) = event, measurement.step == lastStep { throw Fault() }
        }
    }

    @Test func anErrorIsTheRunsLastWord() async throws {
        let tiny = try TinyRun()
        let observer = Observer(lastStep: 2)
        let trainer = try Trainer(tiny.configuration, runsFolder: tiny.runsFolder, observers: [observer])
        await #expect(throws: Fault.self) { try await trainer.train(emit: { _ in }) }

        let run = try RunDirectory.open(tiny.runsFolder + "/00001-discs-tutorial")
        guard case .stopped(let stop)? = try EventLog.events(in: run).last else { throw Fault() }
        #expect(stop.reason == .failed && stop.message == "the observer has had enough" && stop.step == 2)
        #expect(observer.events.last == .stopped(stop))
        let log = try String(contentsOfFile: run.logPath, encoding: .utf8)
        #expect(log.hasSuffix("failed at step 2, 0 epochs done: the observer has had enough\n"))
        // It is not the end of the run.
        #expect(try await tiny.resume(run).reason == .finished)
    }

    @Test func observersAreToldEachEventInOrder() async throws {
        let tiny = try TinyRun()
        let observer = Observer()
        let trainer = try Trainer(tiny.configuration, runsFolder: tiny.runsFolder, observers: [observer])
        let run = try await trainer.train(emit: { _ in }).run
        #expect(try EventLog.events(in: run) == observer.events)
    }

    /// A library that is asked for files of other programs and has nobody to write them says so.
    @Test func settingsThatNobodyHeedsAreToldOf() async throws {
        let tiny = try TinyRun()
        #expect(try await tiny.train().notices == [])
        tiny.configuration.kerasWeights = true
        let notices = try await tiny.train().notices
        #expect(notices.count == 1 && notices[0].contains("Keras"))
        let trainer = try Trainer(tiny.configuration, runsFolder: tiny.runsFolder, observers: [Observer()])
        let run = try await trainer.train(emit: { _ in }).run
        #expect(try EventLog.events(in: run).allSatisfy { if case .notice = $0 { false } else { true } })
    }
}
