public import Foundation

/// A file of another program that cannot be read or written; the description is one sentence that begins with the path.
public struct InterchangeError: LocalizedError, Sendable, Equatable, CustomStringConvertible {
    /// The file.
    public let path: String
    /// What was found and what was expected.
    public let message: String

    /// The sentence: the path, then the message.
    public var description: String { "\(path): \(message)" }

    /// The same sentence, for `localizedDescription`.
    public var errorDescription: String? { description }
}
