import ArgumentParser
import Foundation

@main
struct Atelier: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "atelier",
        abstract: "Train a GAN to draw.",
        discussion: """
            A first picture within minutes, from drawings that Debian packages:
              atelier train fashion-mnist --categories sneaker --preset quick
            The TensorFlow tutorial's training, on Quick, Draw! cats:
              atelier train quickdraw:cat
            """,
        version: "0.1.0",
        subcommands: [
            TrainCommand.self, ResumeCommand.self, SampleCommand.self, DataCommand.self, DoctorCommand.self,
        ])

    static func main() async {
        do {
            var command = try parseAsRoot()
            if var command = command as? any AsyncParsableCommand {
                try await command.run()
            } else {
                try command.run()
            }
        } catch {
            guard let status = exitStatus(of: error) else { exit(withError: error) }
            FileHandle.standardError.write(Data("atelier: \(error)\n".utf8))
            Foundation.exit(status)
        }
    }
}
