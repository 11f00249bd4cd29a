/// What no honest client sends, byte by byte. None of it may be answered with success.
struct Attack: Sendable {
    let name: String
    let bytes: String

    /// A request whose lines are these, with a host and an end.
    static func lines(_ name: String, _ lines: [String], body: String = "") -> Attack {
        Attack(name: name, bytes: (lines + ["", ""]).joined(separator: "\r\n") + body)
    }

    /// All of them, against a studio with a token at `port`.
    static func all(port: UInt16) -> [Attack] {
        framing(port) + chunks(port) + requestLines(port) + fields(port) + hosts(port) + forgeries(port) + paths(port)
            + credentials(port)
    }

    /// Those that are to be refused by a studio without a token as well.
    static func withoutToken(port: UInt16) -> [Attack] {
        framing(port) + chunks(port) + hosts(port) + forgeries(port) + paths(port)
    }
}
