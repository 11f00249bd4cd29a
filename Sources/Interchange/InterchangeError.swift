/// A file of another program that cannot be read or written; the description is one sentence that begins with the path.
public struct InterchangeError: Error, Sendable, Equatable, CustomStringConvertible {
    public let path: String
    /// What was found and what was expected.
    public let message: String

    public var description: String { "\(path): \(message)" }
}
