import Foundation
import Studio

/// The built tool as a process that serves a studio, killed with the value. Starting and asking it block: use it inside
/// ``onThread(_:)``.
final class StudioProcess: Sendable {
    let port: UInt16
    private let process: Process

    struct Failure: Error {
        let output: String
    }

    /// Starts `atelier studio` on `folder`. `launcher` is a command that runs the tool, such as `sh -c 'ulimit …'`.
    init(
        _ folder: RunsFolder, _ arguments: [String] = [], environment: [String: String] = [:],
        through launcher: [String] = []
    ) throws {
        process = Process()
        let command = launcher + [Studio.toolPath, "studio", "--runs", folder.path, "--port", "0"] + arguments
        process.executableURL = URL(fileURLWithPath: command[0])
        process.arguments = Array(command.dropFirst())
        process.environment = ProcessInfo.processInfo.environment.merging(environment) { $1 }
        process.standardInput = FileHandle.nullDevice
        let output = Pipe()
        process.standardOutput = output
        process.standardError = output
        try process.runWithoutBlockedSignals()
        var text = ""
        var found: UInt16?
        while found == nil {
            let data = output.fileHandleForReading.availableData
            guard !data.isEmpty else { break }
            text += String(decoding: data, as: UTF8.self)
            found = text.firstMatch(of: /http:\/\/[^ ]*:(\d+)\//).flatMap { UInt16($0.1) }
        }
        guard let found else { throw Failure(output: text) }
        port = found
    }

    deinit {
        kill(process.processIdentifier, SIGKILL)
        process.waitUntilExit()
    }

    /// Asks it to end, and returns its exit status, or the signal that ended it, negated.
    func end() -> Int32 {
        kill(process.processIdentifier, SIGINT)
        process.waitUntilExit()
        return process.terminationReason == .exit ? process.terminationStatus : -process.terminationStatus
    }

    var isRunning: Bool { process.isRunning }
    var identifier: pid_t { process.processIdentifier }

    /// The most memory that it has had resident, in bytes.
    var peakBytes: Int {
        let status = (try? String(contentsOfFile: "/proc/\(identifier)/status", encoding: .utf8)) ?? ""
        return (status.firstMatch(of: /VmHWM:\s*(\d+) kB/).flatMap { Int($0.1) } ?? 0) * 1024
    }

    /// What it has used of the processor, in seconds.
    var processorSeconds: Double {
        let text = (try? String(contentsOfFile: "/proc/\(identifier)/stat", encoding: .utf8)) ?? ""
        let fields = text.split(separator: ")").last?.split(separator: " ") ?? []
        guard fields.count > 12, let user = Double(fields[11]), let system = Double(fields[12]) else { return 0 }
        return (user + system) / Double(sysconf(Int32(_SC_CLK_TCK)))
    }

    /// Sends a request and returns the answer, with its head.
    func ask(_ target: String, _ headers: [String] = [], seconds: Double = 60) throws -> String {
        let connection = try RawConnection(port: port)
        let lines = ["GET \(target) HTTP/1.1", "Host: localhost:\(port)", "Connection: close"] + headers
        connection.send((lines + ["", ""]).joined(separator: "\r\n"))
        return connection.received(seconds: seconds)
    }
}

extension Process {
    /// Starts it with no signal blocked: threads of a pool block signals, and a process inherits what its starter blocks.
    func runWithoutBlockedSignals() throws {
        var none = sigset_t()
        var earlier = sigset_t()
        sigemptyset(&none)
        pthread_sigmask(SIG_SETMASK, &none, &earlier)
        defer { pthread_sigmask(SIG_SETMASK, &earlier, nil) }
        try run()
    }
}
