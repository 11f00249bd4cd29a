/// The host of an address or of a `Host` header, without its port.
struct HostName: Equatable {
    /// In lower case, without brackets; empty where the header makes no sense.
    let name: String

    /// Reads `127.0.0.1`, `localhost:8321`, `::1` or `[::1]:8321`.
    init(_ authority: String) {
        let text = authority.lowercased()
        if text.hasPrefix("[") {
            let inside = text.dropFirst().prefix { $0 != "]" }
            let rest = text.dropFirst(inside.count + 1)
            name = rest.hasPrefix("]") && Self.isPort(rest.dropFirst()) ? String(inside) : ""
        } else if text.filter({ $0 == ":" }).count > 1 {
            name = text
        } else {
            let host = text.prefix { $0 != ":" }
            name = Self.isPort(text.dropFirst(host.count)) ? String(host) : ""
        }
    }

    private static func isPort(_ text: Substring) -> Bool {
        text.isEmpty || text.first == ":" && UInt16(text.dropFirst()) != nil
    }

    /// Whether only this machine can be meant.
    var isLoopback: Bool {
        if name == "localhost" || name.hasSuffix(".localhost") { return true }
        let bytes = bytesOfIPAddress(name)
        return bytes.count == 4 && bytes[0] == 127 || name == "::1"
    }

    /// Whether this is an address and not a name, which somebody else could point here.
    var isAddress: Bool { !bytesOfIPAddress(name).isEmpty }
}
