import ArgumentParser
import Foundation
import Studio
import Subprocess

struct StudioCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "studio",
        abstract: "Watch runs learn, question the discriminator and draw with them, in a browser.",
        discussion: """
            Serves pages to you alone, unless --host names an address that other machines reach; then callers need a
            token, which is read from --token-file or the variable ATELIER_TOKEN. Ctrl-C ends it; a run that was started
            in it is saved first.

            Examples:
              atelier studio
              atelier studio --data drawings/ --open
              atelier studio --runs experiments --port 9000 --open
              (umask 077; openssl rand -hex 16 > token); atelier studio --host 0.0.0.0 --token-file token
              atelier studio --token-file token --base-path /atelier --allowed-host example.org
            """)

    @Option(help: "Folder of all runs.")
    var runs = "runs"

    @Option(help: "File or folder of drawings to look at and to train on; can be given several times.")
    var data: [String] = []

    @Option(help: "Address to listen on.")
    var host = "127.0.0.1"

    @Option(help: "Port to listen on; 0 takes any that is free.")
    var port = 8321

    @Option(help: "File with what callers must know. ATELIER_TOKEN if left out; none where only you can call.")
    var tokenFile: String?

    @Option(help: "Serve everything below this path, such as /atelier, which a proxy in front hands on.")
    var basePath = ""

    @Option(
        help: "Name of a host under which a proxy is asked for the studio; can be given several times, with a token.")
    var allowedHost: [String] = []

    @Flag(help: "Open the pages in the browser.")
    var open = false

    func run() async throws {
        let studio = try Studio(
            StudioConfiguration(
                runsFolder: absolutePath(runs), host: host, port: port, token: try studioToken(file: tokenFile),
                basePath: basePath, allowedHosts: allowedHost, dataSources: try data.map(dataSource),
                trainer: try toolPath(), version: Atelier.version))
        _ = try await cancellingOnSignal {
            try await studio.run { address in
                Console.show("The studio is open at \(address); Ctrl-C closes it.\n")
                if self.open { openInBrowser(address) }
            }
        }
    }
}

/// The absolute path of a file or folder of drawings. Throws where there is none.
private func dataSource(_ path: String) throws -> String {
    guard FileManager.default.fileExists(atPath: path) else {
        throw ValidationError("--data is \(path), which is not there; expected a file or folder of drawings")
    }
    return absolutePath(path)
}

/// The path of the tool that runs, to be run again.
func toolPath() throws -> String {
    guard let path = Bundle.main.executablePath else {
        throw ValidationError("the path of this tool is not known; start it by its path")
    }
    return path
}

/// The page asks for the token itself, where there is one: the arguments of a process can be seen by all users.
private func openInBrowser(_ address: String) {
    #if os(macOS)
        let opener = "open"
    #else
        let opener = "xdg-open"
    #endif
    Task { try await Subprocess.run(.name(opener), arguments: [address], output: .discarded, error: .discarded) }
}
