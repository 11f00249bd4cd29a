/// The studio could not be started. The description is one sentence.
public struct StudioError: Error, Sendable, Equatable, CustomStringConvertible {
    public let description: String

    init(_ description: String) {
        self.description = description
    }
}
