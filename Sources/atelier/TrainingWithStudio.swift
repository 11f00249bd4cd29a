import ArgumentParser
import Foundation
import Studio
import Subprocess
import UnixSignals

#if canImport(System)
    import System
#else
    import SystemPackage
#endif

/// Serves the studio while a process of its own trains as this command's other arguments say, and ends with that
/// process and its exit status. So nothing that pages ask for can disturb training. Where the usual port is taken, it
/// takes another.
func trainWithStudio(runsFolder: String) async throws {
    var configuration = StudioConfiguration(
        runsFolder: runsFolder, token: try studioToken(file: nil), trainer: try toolPath(), version: Atelier.version)
    do {
        try await trainWithStudio(configuration)
    } catch let error as StudioError where error.isAddressTaken {
        configuration.port = 0
        try await trainWithStudio(configuration)
    }
}

private func trainWithStudio(_ configuration: StudioConfiguration) async throws {
    let studio = try Studio(configuration)
    let arguments = CommandLine.arguments.dropFirst().filter { $0 != "--studio" }
    let signals = await endingSignals()
    let (openings, opening) = AsyncStream.makeStream(of: String.self)

    let status = try await withThrowingTaskGroup(of: Int32?.self) { group in
        group.addTask {
            try await studio.run { opening.yield($0) }
            return nil
        }
        group.addTask {
            // Not before the address is taken: where it cannot be, nothing is trained.
            guard let address = await openings.first(where: { _ in true }) else { return nil }
            Console.tell("The studio is open at \(address) while this trains.\n")
            return try await trainerStatus(configuration.trainer, arguments, forwarding: signals)
        }
        defer { group.cancelAll() }
        return try await group.next() ?? nil
    }
    if let status, status != 0 { throw ExitCode(status) }
}

/// Runs `tool` in a process group of its own, hands `signals` on to it, and returns its exit status, or 128 and the
/// number of the signal that ended it.
private func trainerStatus(
    _ tool: String, _ arguments: [String], forwarding signals: UnixSignalsSequence
) async throws -> Int32 {
    var options = PlatformOptions()
    options.processGroupID = 0
    let result = try await Subprocess.run(
        .path(FilePath(tool)), arguments: Arguments(Array(arguments)), platformOptions: options, input: .none,
        output: .currentStandardOutput, error: .currentStandardError
    ) { execution in
        let identifier = execution.processIdentifier.value
        return Task { for await signal in signals { kill(identifier, signal.rawValue) } }
    }
    result.closureResult.cancel()
    return switch result.terminationStatus {
    case .exited(let status): status
    case .signaled(let signal): 128 + signal
    }
}
