public import Foundation
import Runs
import Synchronization

/// A process of the tool that trains a run, in a group of its own: Ctrl-C for the studio does not reach it.
final class TrainerProcess: Sendable {
    /// Why it did not begin to train: the tool's own sentence.
    struct Failure: Error {
        let message: String
    }

    private struct State {
        var run: Result<String, Failure>?
        var starting: CheckedContinuation<String, any Error>?
        var ending: [CheckedContinuation<Void, Never>] = []
        /// The exit status, and what stands on standard error.
        var end: (status: Int32, message: String)?
        var wasStopped = false
    }

    let identifier: pid_t
    /// The exit statuses of the tool after a signal at which it saves.
    private static let signalStatuses = [128 + SIGINT, 128 + SIGTERM]
    private let state = Mutex(State())

    /// Starts `tool` with `arguments`, which make it print events as JSON.
    init(_ tool: String, _ arguments: [String]) throws {
        let process = Process()
        let (output, errors) = (Pipe(), Pipe())
        process.executableURL = URL(fileURLWithPath: tool)
        process.arguments = arguments
        process.standardInput = FileHandle.nullDevice
        process.standardOutput = output
        process.standardError = errors
        try process.runWithoutBlockedSignals()
        identifier = process.processIdentifier
        // Both outputs are read as they come: a pipe that nobody reads holds 64 KB, and then the process waits.
        let message = Mutex("")
        let errorsEnded = DispatchSemaphore(value: 0)
        Thread.detachNewThread {
            let end = Self.end(of: errors.fileHandleForReading)
            message.withLock { $0 = end }
            errorsEnded.signal()
        }
        Thread.detachNewThread { [self] in
            readEvents(from: output.fileHandleForReading)
            errorsEnded.wait()
            process.waitUntilExit()
            finish(status: process.terminationStatus, message: message.withLock { $0 })
        }
    }

    /// Reads all that comes, and returns the last 64 KB of it.
    private static func end(of handle: FileHandle) -> String {
        var end = Data()
        while let data = try? handle.read(upToCount: 65_536), !data.isEmpty { end = Data((end + data).suffix(65_536)) }
        return String(decoding: end, as: UTF8.self)
    }

    /// The folder of the run once training has begun. Throws ``Failure`` where the process ended before.
    func run() async throws -> String {
        try await withCheckedThrowingContinuation { continuation in
            state.withLock { state in
                switch state.run {
                case .success(let run): continuation.resume(returning: run)
                case .failure(let failure): continuation.resume(throwing: failure)
                case nil: state.starting = continuation
                }
            }
        }
    }

    /// Asks it to save and end. Asked twice, the tool would end without saving, so it is asked once.
    func stop() {
        let isFirst = state.withLock { state in
            defer { state.wasStopped = true }
            return !state.wasStopped && state.end == nil
        }
        if isFirst { kill(identifier, SIGTERM) }
    }

    /// Waits until the process has ended, and returns what it said where it failed.
    func failure() async -> String? {
        await withCheckedContinuation { (continuation: CheckedContinuation<Void, Never>) in
            state.withLock { state in
                if state.end == nil { state.ending.append(continuation) } else { continuation.resume() }
            }
        }
        return state.withLock { state in
            guard let end = state.end, end.status != 0, !Self.signalStatuses.contains(end.status) else { return nil }
            return Self.sentence(end)
        }
    }

    private func readEvents(from handle: FileHandle) {
        var rest = Data()
        while let data = try? handle.read(upToCount: 65_536), !data.isEmpty {
            guard state.withLock({ $0.run == nil }) else { continue }
            rest += data
            guard let end = rest.lastIndex(of: UInt8(ascii: "\n")) else { continue }
            for line in rest[..<end].split(separator: UInt8(ascii: "\n")) {
                guard case .started(let start)? = try? JSONDecoder().decode(TrainingEvent.self, from: Data(line)) else {
                    continue
                }
                settle(.success(start.run))
            }
            rest = Data(rest[(end + 1)...])
        }
    }

    private func finish(status: Int32, message: String) {
        settle(.failure(Failure(message: Self.sentence((status, message)))))
        let waiting = state.withLock { state in
            state.end = (status, message)
            defer { state.ending = [] }
            return state.ending
        }
        for continuation in waiting { continuation.resume() }
    }

    private func settle(_ result: Result<String, Failure>) {
        state.withLock { state in
            guard state.run == nil else { return }
            state.run = result
            state.starting?.resume(with: result.mapError { $0 })
            state.starting = nil
        }
    }

    /// The tool's last line on standard error, without its name.
    static func sentence(_ end: (status: Int32, message: String)) -> String {
        let line = end.message.split(separator: "\n").last.map(String.init) ?? ""
        let name = "atelier: "
        guard !line.isEmpty else { return "the tool ended with status \(end.status)" }
        return line.hasPrefix(name) ? String(line.dropFirst(name.count)) : line
    }
}

extension Process {
    /// Starts it with no signal blocked: threads of a pool block signals, and a process inherits what its starter blocks.
    public func runWithoutBlockedSignals() throws {
        var none = sigset_t()
        var earlier = sigset_t()
        sigemptyset(&none)
        pthread_sigmask(SIG_SETMASK, &none, &earlier)
        defer { pthread_sigmask(SIG_SETMASK, &earlier, nil) }
        try run()
    }
}
