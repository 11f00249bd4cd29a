import Foundation
import UnixSignals

/// Runs `body` until it ends; the first Ctrl-C, SIGTERM or SIGHUP cancels it, the second ends the process at once.
func endingBySignal(_ body: @escaping @Sendable () async throws -> Void) async throws {
    let signals = await endingSignals()
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

/// The signals that ask the tool to end. SIGHUP, which comes when the terminal is closed, is one unless it is ignored,
/// as `nohup` has it.
func endingSignals() async -> UnixSignalsSequence {
    if isHangUpIgnored() { return await UnixSignalsSequence(trapping: .sigint, .sigterm) }
    return await UnixSignalsSequence(trapping: .sigint, .sigterm, .sighup)
}

func isHangUpIgnored() -> Bool {
    var action = sigaction()
    guard sigaction(SIGHUP, nil, &action) == 0 else { return false }
    #if canImport(Darwin)
        let handler = action.__sigaction_u.__sa_handler
    #else
        let handler = action.__sigaction_handler.sa_handler
    #endif
    return unsafeBitCast(handler, to: Int.self) == unsafeBitCast(SIG_IGN, to: Int.self)
}
