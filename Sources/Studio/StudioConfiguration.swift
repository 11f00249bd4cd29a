/// Where a studio serves, and what.
public struct StudioConfiguration: Sendable {
    /// The folder of all runs; it may be absent until the first run.
    public var runsFolder: String
    /// The address to listen on: an IP address or a name.
    public var host: String
    /// The port to listen on; 0 for any that is free.
    public var port: Int
    /// What callers must send; nil only where `host` is a loopback address. Then, on Linux, only the user who started the
    /// studio is answered, and root.
    public var token: String?
    /// The tool that trains runs in processes of their own.
    public var trainer: String
    /// The tool's version, for pages to show.
    public var version: String

    public init(
        runsFolder: String, host: String = "127.0.0.1", port: Int = 8321, token: String? = nil, trainer: String,
        version: String
    ) {
        self.runsFolder = runsFolder
        self.host = host
        self.port = port
        self.token = token
        self.trainer = trainer
        self.version = version
    }

    var isLoopback: Bool { HostName(host).isLoopback }

    /// Throws ``StudioError`` where this could not be served safely.
    public func validate() throws(StudioError) {
        guard (0...65_535).contains(port) else {
            throw StudioError("--port is \(port); expected a whole number from 0 to 65535")
        }
        guard !host.isEmpty else { throw StudioError("--host is empty; expected an address such as 127.0.0.1") }
        guard isLoopback || token != nil else {
            throw StudioError(
                "--host \(host) can be reached from other machines; give a secret of your own in --token-file or "
                    + "ATELIER_TOKEN as well, or leave --host out")
        }
        if let token {
            guard (8...256).contains(token.utf8.count), token.utf8.allSatisfy({ (0x21...0x7e).contains($0) }) else {
                throw StudioError("the token must be 8 to 256 letters, digits and signs, without spaces")
            }
        }
    }

    static let bodyLimitBytes = 262_144
    static let waitingLimit = 16
    static let searchLimit = 2
}
