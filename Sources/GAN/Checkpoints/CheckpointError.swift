public import Foundation

/// A checkpoint that cannot be used; the description is one sentence that names the file.
public struct CheckpointError: LocalizedError, Sendable, Equatable, CustomStringConvertible {
    /// The file or folder.
    public let path: String
    /// What was found, what was expected and what to do, without the path.
    public let message: String

    /// The sentence: the path, then the message.
    public var description: String { "\(path): \(message)" }

    /// The same sentence, for `localizedDescription`.
    public var errorDescription: String? { description }
}
