/// A category that a source offers, before its drawings are opened.
struct CategoryCandidate {
    let name: String
    let path: String
    let open: () throws -> any ImageSource
}
