/// A picture could not be drawn or encoded from what was given. The description is one sentence.
public struct PictureError: Error, Sendable, Equatable, CustomStringConvertible {
    public let description: String

    init(_ description: String) {
        self.description = description
    }
}
