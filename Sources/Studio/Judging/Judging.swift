import Foundation
import Subprocess

#if canImport(System)
    import System
#else
    import SystemPackage
#endif

/// Has the tool judge drawings, in a process of its own, of the lowest priority, one at a time. It takes seconds that cannot be
/// cut into turns, and as much memory as thousands of drawings need.
actor Judging {
    private let tool: String
    /// What is being judged.
    private var subject: String?
    private var running: Task<Ended, any Error>?

    private struct Ended {
        let status: TerminationStatus
        let output: Data
        let message: String
    }

    private static let limitSeconds = 600.0
    private static let niceness: Int32 = 19

    init(tool: String) {
        self.tool = tool
    }

    /// Runs the tool with `arguments`, which judges `subject`, and returns what it prints. Throws ``Problem`` with the tool's
    /// own sentence where it cannot, and where something is being judged already. Cancelling the task ends the process.
    func judge(_ subject: String, _ arguments: [String]) async throws -> Data {
        if let current = self.subject {
            throw Problem(.tooMany, "\(current) is being judged; wait until that has ended")
        }
        var options = PlatformOptions()
        options.teardownSequence = [.gracefulShutDown(allowedDurationToNextStep: .seconds(5))]
        let running = Task { [tool, options] in
            let result = try await Subprocess.run(
                .path(FilePath(tool)), arguments: Arguments(arguments), platformOptions: options, input: .none,
                output: .bytes(limit: 1 << 24), error: .string(limit: 1 << 20)
            ) { execution in
                Self.lowerPriority(of: execution.processIdentifier.value)
            }
            return Ended(
                status: result.terminationStatus, output: Data(result.standardOutput), message: result.standardError)
        }
        (self.subject, self.running) = (subject, running)
        defer { (self.subject, self.running) = (nil, nil) }
        let ended: Ended
        do {
            ended = try await withTimeLimit(seconds: Self.limitSeconds) {
                try await withTaskCancellationHandler {
                    try await running.value
                } onCancel: {
                    running.cancel()
                }
            }
        } catch is SubprocessError {
            throw Problem(.cannotStart, "the tool that judges cannot be started: \(tool)")
        }
        guard ended.status.isSuccess else {
            throw Problem(.cannotJudge, TrainerProcess.sentence(ended.status, standardError: ended.message))
        }
        return ended.output
    }

    /// Ends the process that judges, where there is one.
    func close() { running?.cancel() }

    /// Threads that a process starts later have the priority of the one that starts them.
    private static func lowerPriority(of process: pid_t) {
        #if os(Linux)
            setpriority(__priority_which_t(PRIO_PROCESS.rawValue), id_t(process), niceness)
        #else
            setpriority(PRIO_PROCESS, id_t(process), niceness)
        #endif
    }
}
