public import Foundation

/// The studio could not be started. The description is one sentence.
public struct StudioError: LocalizedError, Sendable, Equatable, CustomStringConvertible {
    /// The sentence.
    public let description: String

    /// The same sentence, for `localizedDescription`.
    public var errorDescription: String? { description }
    /// Whether another process listens on the address already.
    public let isAddressTaken: Bool

    init(_ description: String, isAddressTaken: Bool = false) {
        self.description = description
        self.isAddressTaken = isAddressTaken
    }
}
