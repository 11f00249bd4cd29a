import Foundation

#if canImport(Glibc)
    import Glibc
#elseif canImport(Darwin)
    import Darwin
#endif

/// A process of the tool, killed with this value if it still runs.
final class RunningTool {
    private let process = Process()
    private let ended = DispatchSemaphore(value: 0)
    private let command: String
    private let outputPath: String
    private let errorPath: String

    /// Starts `command`; its output goes to the two files.
    init(
        _ command: [String], environment: [String: String], folder: String, outputPath: String, errorPath: String
    ) throws {
        self.command = command.joined(separator: " ")
        self.outputPath = outputPath
        self.errorPath = errorPath
        process.executableURL = URL(fileURLWithPath: command[0])
        process.arguments = Array(command.dropFirst())
        process.environment = environment
        process.currentDirectoryURL = URL(fileURLWithPath: folder)
        process.standardInput = FileHandle.nullDevice
        process.standardOutput = try Self.newFile(outputPath)
        process.standardError = try Self.newFile(errorPath)
        process.terminationHandler = { [ended] _ in ended.signal() }
        // Threads of a pool block signals, and a process inherits what its starter blocks.
        var none = sigset_t()
        var earlier = sigset_t()
        sigemptyset(&none)
        pthread_sigmask(SIG_SETMASK, &none, &earlier)
        defer { pthread_sigmask(SIG_SETMASK, &earlier, nil) }
        try process.run()
    }

    deinit {
        if process.isRunning { kill(process.processIdentifier, SIGKILL) }
    }

    var output: String { Self.text(outputPath) }
    var errors: String { Self.text(errorPath) }

    func send(_ signal: Int32) {
        kill(process.processIdentifier, signal)
    }

    /// Waits until the process has ended; kills it and throws ``Tool/Hang`` after `timeLimitSeconds`.
    func wait(timeLimitSeconds: Double = 120) throws -> Tool.Result {
        guard ended.wait(timeout: .now() + timeLimitSeconds) == .success else {
            send(SIGKILL)
            throw Tool.Hang(command: command, output: output, errors: Self.text(errorPath))
        }
        let status = process.terminationStatus
        return Tool.Result(
            status: process.terminationReason == .exit ? status : -status, output: output,
            errors: Self.text(errorPath))
    }

    /// Waits until `condition` holds, asking every few milliseconds; false where the process ended or too much time
    /// passed before.
    func wait(timeLimitSeconds: Double = 120, until condition: () throws -> Bool) rethrows -> Bool {
        let deadline = Date(timeIntervalSinceNow: timeLimitSeconds)
        while Date() < deadline {
            if try condition() { return true }
            guard process.isRunning else { return false }
            usleep(5000)
        }
        return false
    }

    private static func newFile(_ path: String) throws -> FileHandle {
        try Data().write(to: URL(fileURLWithPath: path))
        return try FileHandle(forWritingTo: URL(fileURLWithPath: path))
    }

    private static func text(_ path: String) -> String {
        String(decoding: FileManager.default.contents(atPath: path) ?? Data(), as: UTF8.self)
    }
}
