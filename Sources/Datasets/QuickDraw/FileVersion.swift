internal import Foundation

/// What a server calls one version of a file, and its checksum.
struct FileVersion: Equatable {
    /// What names the version in an `If-Range` header: a strong `ETag`, or else `Last-Modified`.
    var validator: String?
    /// The CRC-32C of the whole file.
    var checksum: UInt32?

    /// Of `crc32c=BASE64`, as Google's storage writes it, big-endian; nil for all else.
    static func checksum(_ text: String) -> UInt32? {
        let words = text.trimmingCharacters(in: .whitespaces).split(separator: "=", maxSplits: 1)
        guard words.count == 2, words[0] == "crc32c", let bytes = Data(base64Encoded: String(words[1])),
            bytes.count == 4
        else { return nil }
        return bytes.reduce(0) { $0 << 8 | UInt32($1) }
    }
}

/// In a file beside the part that it describes: the validator in one line, `crc32c=BASE64` in the next.
extension FileVersion {
    init(text: String) {
        let lines = text.split(separator: "\n", maxSplits: 1, omittingEmptySubsequences: false)
        validator = lines.first.flatMap { $0.isEmpty ? nil : String($0) }
        checksum = lines.dropFirst().first.flatMap { Self.checksum(String($0)) }
    }

    /// Nil where there is nothing to say.
    var text: String? {
        guard self != FileVersion() else { return nil }
        let hash = checksum.map { withUnsafeBytes(of: $0.bigEndian) { "\ncrc32c=" + Data($0).base64EncodedString() } }
        return (validator ?? "") + (hash ?? "")
    }
}
