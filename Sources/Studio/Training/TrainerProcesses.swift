import Foundation
import Runs

/// The processes that this studio started to train runs: one trains at a time, because two would share the processor.
actor TrainerProcesses {
    private let tool: String
    private let runsFolder: String
    private var current: (process: TrainerProcess, run: String?)?
    private var failures: [String: String] = [:]
    /// Processes that others started and that were asked to end.
    private var stopped: Set<ProcessIdentity> = []

    /// How long a run may take to begin, in seconds: large data sets are opened first.
    private static let startLimitSeconds = 120.0

    init(tool: String, runsFolder: String) {
        self.tool = tool
        self.runsFolder = runsFolder
    }

    /// Whether this studio's process trains run `name`.
    func isTraining(_ name: String) -> Bool { current?.run == name }

    /// The run that this studio trains.
    var run: String? { current?.run }

    /// Why the last training of run `name` that this studio started failed; nil where it did not.
    func failure(of name: String) -> String? { failures[name] }

    /// Starts a new run and returns its name once it trains. Throws ``Problem`` where it cannot.
    func start(_ arguments: [String]) async throws -> String {
        try await launch(["train", "--json", "--out", runsFolder] + arguments)
    }

    /// Goes on with run `name`. Throws ``Problem`` where it cannot.
    func resume(_ name: String, _ arguments: [String]) async throws {
        _ = try await launch(["resume", "\(runsFolder)/\(name)", "--json"] + arguments)
    }

    private func launch(_ arguments: [String]) async throws -> String {
        guard current == nil else {
            let name = current?.run ?? "another run"
            throw Problem(.trainingAlready, "\(name) is training; stop it first, or wait until it has finished")
        }
        let process = TrainerProcess(tool, arguments)
        current = (process, nil)
        // The watch is set before the wait, so that the place is free again however the process ends.
        Task {
            let failure = await process.failure()
            end(process, failure: failure)
        }
        let watchdog = Task {
            try await Task.sleep(for: .seconds(Self.startLimitSeconds))
            process.stop()
        }
        defer { watchdog.cancel() }
        do {
            let name = URL(fileURLWithPath: try await process.run()).lastPathComponent
            if current?.process === process {
                current?.run = name
                failures[name] = nil
            } else {
                // It has ended already.
                failures[name] = await process.failure()
            }
            return name
        } catch {
            if current?.process === process { current = nil }
            let message = (error as? TrainerProcess.Failure)?.message
            throw Problem(.cannotStart, message ?? "the tool that trains cannot be started: \(tool)")
        }
    }

    private func end(_ process: TrainerProcess, failure: String?) {
        guard current?.process === process else { return }
        if let run = current?.run { failures[run] = failure }
        current = nil
    }

    /// Asks whoever trains run `name` to save and end. Throws ``Problem`` where nobody can be asked.
    func stop(_ name: String, holder: RunLock.Holder) throws {
        if let current, current.run == name {
            current.process.stop()
        } else if case .process(let identifier) = holder {
            // Asked twice, the tool would end without saving.
            let process = ProcessIdentity(identifier)
            stopped = stopped.filter { $0 == ProcessIdentity($0.identifier) }
            guard !stopped.contains(process) else { return }
            guard kill(identifier, SIGTERM) == 0 else {
                throw Problem(.notStoppable, "\(name) is trained by a process of another user")
            }
            stopped.insert(process)
        } else {
            throw Problem(
                .notStoppable,
                holder == .nobody ? "\(name) is not training" : "\(name) is trained by a process that cannot be reached"
            )
        }
    }

    /// Asks the run that trains to save and end, and waits until it has.
    func close() async {
        guard let process = current?.process else { return }
        process.stop()
        _ = await process.failure()
    }
}
