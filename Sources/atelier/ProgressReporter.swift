import Foundation
import Runs
import Synchronization

/// Shows events as they happen.
protocol ProgressReporter: Sendable {
    func report(_ event: TrainingEvent)
}

/// One JSON object a line, for programs.
struct JSONReporter: ProgressReporter {
    func report(_ event: TrainingEvent) {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        guard let line = try? encoder.encode(event) else { return }
        Console.show(String(decoding: line, as: UTF8.self) + "\n")
    }
}

/// Plain lines, for files and pipes: every event, but of steps one in half a minute.
final class PlainReporter: ProgressReporter {
    private let lastStepLine = Mutex(ContinuousClock.now)

    func report(_ event: TrainingEvent) {
        if case .step = event {
            let isDue = lastStepLine.withLock { last in
                guard last.duration(to: .now) > .seconds(30) else { return false }
                last = .now
                return true
            }
            if !isDue { return }
        }
        Console.show("\(event)\n")
    }
}
