public import Foundation

/// A file that is not a proper safetensors file, or not the one expected. Its description is one sentence that begins
/// with the path.
public struct SafetensorsError: LocalizedError, Sendable, Equatable, CustomStringConvertible {
    /// The file.
    public let path: String
    /// What was found and what was expected.
    public let message: String

    /// An error about the file at `path`.
    public init(path: String, message: String) {
        self.path = path
        self.message = message
    }

    /// The sentence: the path, then the message.
    public var description: String { "\(path): \(message)" }

    /// The same sentence, for `localizedDescription`.
    public var errorDescription: String? { description }
}
