import ArgumentParser
import Foundation
import Studio

struct StudioCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "studio",
        abstract: "Watch runs learn, question the discriminator and draw with them, in a browser.",
        discussion: """
            Serves pages on this machine alone, unless --host names another address; then callers need --token. Ctrl-C
            ends it; a run that was started in it is saved first.

            Examples:
              atelier studio
              atelier studio --runs experiments --port 9000 --open
              atelier studio --host 0.0.0.0 --token "$(openssl rand -hex 16)"
            """)

    @Option(help: "Folder of all runs.")
    var runs = "runs"

    @Option(help: "Address to listen on.")
    var host = "127.0.0.1"

    @Option(help: "Port to listen on; 0 takes any that is free.")
    var port = 8321

    @Option(help: "What callers must know where --host can be reached from other machines.")
    var token: String?

    @Flag(help: "Open the pages in the browser.")
    var open = false

    func run() async throws {
        let studio = try Studio(
            StudioConfiguration(
                runsFolder: absolutePath(runs), host: host, port: port, token: token, trainer: try toolPath(),
                version: Atelier.version))
        try await endingBySignal {
            try await studio.run { address in
                Console.show("The studio is open at \(address); Ctrl-C closes it.\n")
                if self.open { openInBrowser(address, token: self.token) }
            }
        }
    }
}

/// The path of the tool that runs, to be run again.
func toolPath() throws -> String {
    guard let path = Bundle.main.executablePath else {
        throw ValidationError("the path of this tool is not known; start it by its path")
    }
    return path
}

private func openInBrowser(_ address: String, token: String?) {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
    #if os(macOS)
        let opener = "open"
    #else
        let opener = "xdg-open"
    #endif
    // The page exchanges what stands after the # for a cookie; browsers do not send it.
    process.arguments = [opener, token.map { "\(address)#token=\($0)" } ?? address]
    process.standardOutput = FileHandle.nullDevice
    process.standardError = FileHandle.nullDevice
    try? process.run()
}
