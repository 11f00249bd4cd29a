import Foundation

#if canImport(Glibc)
    import Glibc
#elseif canImport(Darwin)
    import Darwin
#endif

/// Has the tool judge drawings, in a process of its own, of the lowest priority, one at a time. It takes seconds that cannot be
/// cut into turns, and as much memory as thousands of drawings need.
actor Judging {
    private let tool: String
    /// What is being judged.
    private var subject: String?
    private var process: Process?

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
        self.subject = subject
        defer { (self.subject, process) = (nil, nil) }
        let (output, errors) = (Pipe(), Pipe())
        let process = Process()
        process.executableURL = URL(fileURLWithPath: tool)
        process.arguments = arguments
        process.standardInput = FileHandle.nullDevice
        process.standardOutput = output
        process.standardError = errors
        do {
            try process.runWithoutBlockedSignals()
        } catch {
            throw Problem(.cannotStart, "the tool that judges cannot be started: \(tool)")
        }
        self.process = process
        Self.lowerPriority(of: process.processIdentifier)
        let end = try await withTimeLimit(seconds: Self.limitSeconds) {
            await withTaskCancellationHandler {
                async let printed = Self.all(of: output)
                async let message = Self.all(of: errors)
                return (output: await printed, message: await message)
            } onCancel: {
                process.terminate()
            }
        }
        process.waitUntilExit()
        guard process.terminationReason == .exit, process.terminationStatus == 0 else {
            throw Problem(
                .cannotJudge,
                TrainerProcess.sentence((process.terminationStatus, String(decoding: end.message, as: UTF8.self))))
        }
        return end.output
    }

    /// Ends the process that judges, where there is one.
    func close() { process?.terminate() }

    /// Reads to the end, on a thread of its own.
    private static func all(of pipe: Pipe) async -> Data {
        await withCheckedContinuation { continuation in
            Thread.detachNewThread {
                continuation.resume(returning: (try? pipe.fileHandleForReading.readToEnd()) ?? Data())
            }
        }
    }

    /// Threads that a process starts later have the priority of the one that starts them.
    private static func lowerPriority(of process: pid_t) {
        #if os(Linux)
            setpriority(__priority_which_t(PRIO_PROCESS.rawValue), id_t(process), niceness)
        #else
            setpriority(PRIO_PROCESS, id_t(process), niceness)
        #endif
    }
}
