/// Drawings cannot be judged; the description is one sentence that says what was found, what was expected and what to do.
public struct EvaluationError: Error, Sendable, Equatable, CustomStringConvertible {
    public let description: String

    public init(_ description: String) { self.description = description }
}
