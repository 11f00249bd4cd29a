import Foundation
import UnixSignals

/// Runs `body` until it ends; the first Ctrl-C or SIGTERM cancels it, the second ends the process at once.
///
/// - Parameter body: Given a source of the signals that come, for what it wants to do about them itself.
func endingBySignal(_ body: @escaping @Sendable (AsyncStream<Int32>) async throws -> Void) async throws {
    let signals = await UnixSignalsSequence(trapping: .sigint, .sigterm)
    let (numbers, sink) = AsyncStream.makeStream(of: Int32.self)
    let task = Task { try await body(numbers) }
    let watch = Task {
        var isFirst = true
        for await signal in signals {
            sink.yield(signal.rawValue)
            if !isFirst { exit(128 + signal.rawValue) }
            isFirst = false
            task.cancel()
        }
    }
    defer { watch.cancel() }
    try await task.value
}
