import Foundation
import UnixSignals

/// Runs `body` until it ends; the first Ctrl-C or SIGTERM cancels it, the second ends the process at once.
func endingBySignal(_ body: @escaping @Sendable () async throws -> Void) async throws {
    let signals = await UnixSignalsSequence(trapping: .sigint, .sigterm)
    let task = Task { try await body() }
    let watch = Task {
        var isFirst = true
        for await signal in signals {
            if !isFirst { exit(128 + signal.rawValue) }
            isFirst = false
            task.cancel()
        }
    }
    defer { watch.cancel() }
    try await task.value
}
