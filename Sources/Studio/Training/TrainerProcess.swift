import Foundation
import Runs
import Subprocess

#if canImport(System)
    import System
#else
    import SystemPackage
#endif

/// A process of the tool that trains a run, in a group of its own: Ctrl-C for the studio does not reach it.
final class TrainerProcess: Sendable {
    /// Why it did not begin to train: the tool's own sentence.
    struct Failure: Error {
        let message: String
    }

    private struct End {
        let status: TerminationStatus
        /// What stands on standard error, at most its last 64 KB.
        let message: String
    }

    /// The exit statuses of the tool after a signal at which it saves.
    private static let signalStatuses: [TerminationStatus] = [.exited(128 + SIGINT), .exited(128 + SIGTERM)]
    /// Gives the folder of the run once training has begun; ends without one where it does not begin.
    private let beginnings: AsyncStream<String>
    private let stopRequest: AsyncStream<Void>.Continuation
    private let ending: Task<End, any Error>

    /// Starts `tool` with `arguments`, which make it print events as JSON.
    init(_ tool: String, _ arguments: [String]) {
        let (beginnings, beginning) = AsyncStream.makeStream(of: String.self)
        let (stopRequests, stopRequest) = AsyncStream.makeStream(of: Void.self)
        self.beginnings = beginnings
        self.stopRequest = stopRequest
        ending = Task {
            defer {
                beginning.finish()
                stopRequest.finish()
            }
            var options = PlatformOptions()
            options.processGroupID = 0
            let result = try await Subprocess.run(
                .path(FilePath(tool)), arguments: Arguments(arguments), platformOptions: options, input: .none,
                output: .sequence, error: .sequence
            ) { execution in
                // Both outputs are read as they come: a pipe that nobody reads holds 64 KB, and then the process waits.
                async let message = Self.end(of: execution.standardError)
                let stopping = Task {
                    // Asked twice, the tool would end without saving, so it is asked once.
                    for await _ in stopRequests { return try execution.send(signal: .terminate) }
                }
                defer { stopping.cancel() }
                var hasBegun = false
                for try await line in execution.standardOutput.strings() where !hasBegun {
                    let event = try? JSONDecoder().decode(TrainingEvent.self, from: Data(line.utf8))
                    guard case .started(let start)? = event else { continue }
                    hasBegun = true
                    beginning.yield(start.run)
                }
                return try await message
            }
            return End(status: result.terminationStatus, message: result.closureResult)
        }
    }

    /// Reads all that comes, and returns the last 64 KB of it.
    private static func end(of output: SubprocessOutputSequence) async throws -> String {
        var end = Data()
        for try await part in output { end = part.withUnsafeBytes { Data((end + $0).suffix(65_536)) } }
        return String(decoding: end, as: UTF8.self)
    }

    /// The folder of the run once training has begun; to be asked once. Throws ``Failure`` where the process ended before,
    /// `SubprocessError` where it could not be started.
    func run() async throws -> String {
        if let run = await beginnings.first(where: { _ in true }) { return run }
        throw Failure(message: Self.sentence(try await ending.value))
    }

    /// Asks it to save and end.
    func stop() { stopRequest.yield() }

    /// Waits until the process has ended, and returns what it said where it failed.
    func failure() async -> String? {
        guard let end = try? await ending.value, !end.status.isSuccess, !Self.signalStatuses.contains(end.status)
        else { return nil }
        return Self.sentence(end)
    }

    /// The tool's last line on standard error, without its name.
    private static func sentence(_ end: End) -> String { sentence(end.status, standardError: end.message) }

    static func sentence(_ status: TerminationStatus, standardError: String) -> String {
        let line = standardError.split(separator: "\n").last.map(String.init) ?? ""
        let name = "atelier: "
        guard !line.isEmpty else {
            return switch status {
            case .exited(let code): "the tool ended with status \(code)"
            case .signaled(let signal): "the tool was ended by signal \(signal)"
            }
        }
        return line.hasPrefix(name) ? String(line.dropFirst(name.count)) : line
    }
}
