/// The studio could not be started. The description is one sentence.
public struct StudioError: Error, Sendable, Equatable, CustomStringConvertible {
    public let description: String
    /// Whether another process listens on the address already.
    public let isAddressTaken: Bool

    init(_ description: String, isAddressTaken: Bool = false) {
        self.description = description
        self.isAddressTaken = isAddressTaken
    }
}
