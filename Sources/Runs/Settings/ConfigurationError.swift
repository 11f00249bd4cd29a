public import Foundation

/// A setting that cannot be used; the description is one sentence that names the setting.
public struct ConfigurationError: LocalizedError, Sendable, Equatable, CustomStringConvertible {
    /// The sentence.
    public let description: String

    /// The same sentence, for `localizedDescription`.
    public var errorDescription: String? { description }

    /// An error that this sentence says.
    public init(_ description: String) {
        self.description = description
    }
}
