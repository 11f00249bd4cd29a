import Foundation
import Runs
import Synchronization

/// A line that is redrawn at each step, with a bar and the time left; a line that stays for each epoch.
final class TerminalReporter: ProgressReporter {
    private struct State {
        var start: TrainingStart?
        var startedAt = ContinuousClock.now
        var drawnAt: ContinuousClock.Instant?
    }
    private let state = Mutex(State())
    private static let clearLine = "\r\u{1B}[2K"

    func report(_ event: TrainingEvent) {
        switch event {
        case .started(let start):
            state.withLock { $0 = State(start: start) }
            Console.show("\(event)\n")
        case .step(let measurement):
            if let line = progressLine(measurement) { Console.show(Self.clearLine + line) }
        case .epoch, .notice, .stopped:
            Console.show("\(Self.clearLine)\(event)\n")
        }
    }

    /// Nil where the last line was drawn a moment ago.
    private func progressLine(_ measurement: TrainingMeasurement) -> String? {
        state.withLock { state in
            let now = ContinuousClock.now
            guard let start = state.start, state.drawnAt.map({ $0.duration(to: now) > .milliseconds(100) }) ?? true
            else { return nil }
            state.drawnAt = now
            let stepsDone = Double(measurement.step - start.step)
            let secondsPerStep = state.startedAt.duration(to: now) / .seconds(1) / stepsDone
            let left = Double(start.totalSteps - measurement.step) * secondsPerStep
            let fraction = Double(measurement.step) / Double(start.totalSteps)
            let epoch = "epoch \(measurement.epoch)/\(start.totalEpochs) "
            let numbers = " \(shownTime(left)) left  \(measurement.measurements.summary(brief: true))"
            // The bar takes the room that is left; where there is none, the line is cut at its end.
            let width = Terminal.width - 1
            let cells = min(max(width - epoch.count - numbers.count, 4), 16)
            return String((epoch + bar(fraction, cells: cells) + numbers).prefix(width))
        }
    }
}

/// A bar of `cells` characters, filled from the left to `fraction`, 0 to 1.
func bar(_ fraction: Double, cells: Int) -> String {
    let filled = Int((fraction * Double(cells)).rounded(.down))
    return String(repeating: "█", count: filled) + String(repeating: "░", count: cells - filled)
}

/// `seconds` as `3:07` or `2:04:31`.
func shownTime(_ seconds: Double) -> String {
    // Whoever says how much is left may say anything.
    let total = Int(min(max(seconds, 0), 1e9).rounded(.up))
    let (hours, minutes) = (total / 3600, total / 60 % 60)
    return hours > 0
        ? String(format: "%d:%02d:%02d", hours, minutes, total % 60) : String(format: "%d:%02d", minutes, total % 60)
}
