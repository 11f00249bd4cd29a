/// A file that is not a proper safetensors file, or not the one expected. Its description is one sentence that begins
/// with the path.
public struct SafetensorsError: Error, Sendable, Equatable, CustomStringConvertible {
    public let path: String
    /// What was found and what was expected.
    public let message: String

    public init(path: String, message: String) {
        self.path = path
        self.message = message
    }

    public var description: String { "\(path): \(message)" }
}
