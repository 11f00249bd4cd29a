/// A category that a source offers, before its drawings are opened.
struct CategoryCandidate {
    var name: String
    let path: String
    let content: Content
    /// The name with those of the folders on the way from the source, which tells it from others of its name.
    var longName: String?
    /// Whether it was found in a folder among others, rather than named.
    var isListed = false

    enum Content {
        /// Drawings of a size of their own.
        case array(() throws -> any ImageSource)
        /// Pictures, which come to any size.
        case pictures(PictureFiles)
        /// Strokes, which are drawn at any size.
        case strokes(() throws -> StrokeDrawings)
    }
}
