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
    /// The path below which everything is served, such as `/atelier`, for a proxy that hands requests on under it; empty for
    /// none.
    public var basePath: String
    /// Names of hosts, such as `example.org`, under which a proxy is asked for the studio; they need a token.
    public var allowedHosts: [String]
    /// Files and folders of drawings that pages can look at and train on, beside those that are found.
    public var dataSources: [String]
    /// The tool that trains runs in processes of their own.
    public var trainer: String
    /// The tool's version, for pages to show.
    public var version: String

    /// - Parameter basePath: With or without slashes at its ends.
    public init(
        runsFolder: String, host: String = "127.0.0.1", port: Int = 8321, token: String? = nil, basePath: String = "",
        allowedHosts: [String] = [], dataSources: [String] = [], trainer: String, version: String
    ) {
        self.runsFolder = runsFolder
        self.host = host
        self.port = port
        self.token = token
        let path = basePath.split(separator: "/", omittingEmptySubsequences: false)
            .drop { $0.isEmpty }.reversed().drop { $0.isEmpty }.reversed()
        self.basePath = path.isEmpty ? "" : "/" + path.joined(separator: "/")
        self.allowedHosts = allowedHosts.map { $0.lowercased() }
        self.dataSources = dataSources
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
        // "" is split into one part, too.
        for part in basePath.split(separator: "/", omittingEmptySubsequences: false).dropFirst() {
            guard part.wholeMatch(of: /[A-Za-z0-9._~\-]+/) != nil, part != ".", part != ".." else {
                throw StudioError(
                    "--base-path is \(basePath); expected a path of letters, digits and -._~, such as /atelier")
            }
        }
        for host in allowedHosts where HostName(host).name != host || host.isEmpty || host.contains("/") {
            throw StudioError("--allowed-host is \(host); expected the name of a host alone, such as example.org")
        }
        guard allowedHosts.isEmpty || token != nil else {
            throw StudioError(
                "--allowed-host lets others in by a proxy; give a secret of your own in --token-file or ATELIER_TOKEN as "
                    + "well")
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
