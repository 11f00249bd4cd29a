public import Foundation

/// A network that cannot be; the description is one sentence that names the layer.
public struct NetworkError: LocalizedError, Sendable, Equatable, CustomStringConvertible {
    /// The sentence.
    public let description: String

    /// The same sentence, for `localizedDescription`.
    public var errorDescription: String? { description }

    /// An error that this sentence says.
    public init(_ description: String) {
        self.description = description
    }
}
