/// Why one attempt at a download ended.
enum DownloadFailure: Error {
    /// The next attempt may succeed. The reason is the rest of a sentence: "the server answered 503".
    case temporary(String)
    /// Another attempt would end the same way.
    case permanent(String)
    /// The server has no such file.
    case absent
    /// What the server sends is not the file; nothing of it is kept. The text follows "what the server sends is".
    case malformed(String)
}
