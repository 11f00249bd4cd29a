public import Foundation

/// Drawings cannot be judged; the description is one sentence that says what was found, what was expected and what to do.
public struct EvaluationError: LocalizedError, Sendable, Equatable, CustomStringConvertible {
    /// The sentence.
    public let description: String

    /// The same sentence, for `localizedDescription`.
    public var errorDescription: String? { description }

    /// An error that this sentence says.
    public init(_ description: String) { self.description = description }
}
