public import Foundation

/// A picture could not be drawn or encoded from what was given. The description is one sentence.
public struct PictureError: LocalizedError, Sendable, Equatable, CustomStringConvertible {
    /// The sentence.
    public let description: String

    /// The same sentence, for `localizedDescription`.
    public var errorDescription: String? { description }

    init(_ description: String) {
        self.description = description
    }
}
