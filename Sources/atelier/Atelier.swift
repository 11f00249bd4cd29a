import ArgumentParser
import Foundation

@main
struct Atelier: AsyncParsableCommand {
    static let version = "0.1.0"
    static let configuration = CommandConfiguration(
        commandName: "atelier",
        abstract: "Train a GAN to draw.",
        discussion: """
            A first picture within minutes, from drawings that Debian packages:
              atelier train fashion-mnist --categories sneaker --preset quick
            Good drawings of Quick, Draw! cats, in ten minutes, and the tutorial's own recipe for them:
              atelier train quickdraw:cat
              atelier train quickdraw:cat --preset tutorial
            """,
        version: version,
        subcommands: [
            TrainCommand.self, ResumeCommand.self, StudioCommand.self, SampleCommand.self, EvaluateCommand.self,
            CompareCommand.self, NetworksCommand.self, ImportCommand.self, ExportCommand.self, DataCommand.self,
            DoctorCommand.self,
        ])

    static func main() async {
        Console.open()
        if let refusal = AddressSpace.refusal() { fail(refusal, status: 71) }
        do {
            var command = try parseAsRoot()
            if var command = command as? any AsyncParsableCommand {
                try await command.run()
            } else {
                try command.run()
            }
        } catch {
            if let status = exitStatus(of: error) {
                fail("\(error)", status: status)
            }
            let message = message(for: error)
            // Help, versions and mere statuses have no message of their own.
            if error is ExitCode || exitCode(for: error) == .success || message.isEmpty { exit(withError: error) }
            fail("\(message) (--help says what can be used)", status: exitCode(for: error).rawValue)
        }
    }

    private static func fail(_ message: String, status: Int32) -> Never {
        Console.tell("atelier: \(message)\n")
        Foundation.exit(status)
    }
}
