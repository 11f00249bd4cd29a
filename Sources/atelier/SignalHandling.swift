import Foundation
import UnixSignals

#if canImport(CDispatch)
    // Which module the compiler takes `sigaction` to be of depends on the order in which it loads them.
    import CDispatch
#endif

/// Runs `body` in a task that the first Ctrl-C, SIGTERM or SIGHUP cancels, after `onCancel`; the second ends the process
/// at once. Gives what `body` returned, and the exit status that the first signal asks for, 128 and its number.
func cancellingOnSignal<Value: Sendable>(
    onCancel: @escaping @Sendable () -> Void = {}, _ body: @escaping @Sendable () async throws -> Value
) async throws -> (value: Value, signalStatus: Int32?) {
    let signals = await endingSignals()
    let task = Task { try await body() }
    let watch = Task { () -> Int32? in
        var status: Int32?
        for await signal in signals {
            if status == nil {
                status = 128 + signal.rawValue
                onCancel()
                task.cancel()
            } else if signal != .sighup {
                // A terminal that is closed may send SIGHUP twice, by its shell and by the system.
                _exit(128 + signal.rawValue)
            }
        }
        return status
    }
    let result = await task.result
    watch.cancel()
    return (try result.get(), await watch.value)
}

/// The signals that ask the tool to end. SIGHUP, which comes when the terminal is closed, is one unless it is ignored,
/// as `nohup` has it.
func endingSignals() async -> UnixSignalsSequence {
    if isHangUpIgnored() { return await UnixSignalsSequence(trapping: .sigint, .sigterm) }
    return await UnixSignalsSequence(trapping: .sigint, .sigterm, .sighup)
}

private func isHangUpIgnored() -> Bool {
    var action = sigaction()
    guard sigaction(SIGHUP, nil, &action) == 0 else { return false }
    #if canImport(Darwin)
        let handler = action.__sigaction_u.__sa_handler
    #else
        let handler = action.__sigaction_handler.sa_handler
    #endif
    return unsafeBitCast(handler, to: Int.self) == unsafeBitCast(SIG_IGN, to: Int.self)
}
