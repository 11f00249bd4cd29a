/// A checkpoint that cannot be used; the description is one sentence that names the file.
public struct CheckpointError: Error, Sendable, Equatable, CustomStringConvertible {
    public let path: String
    public let message: String

    public var description: String { "\(path): \(message)" }
}
