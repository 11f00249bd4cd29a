internal import Foundation

/// What an HTTP answer says before its body.
struct HTTPHead {
    let status: Int
    let contentLength: Int?
    /// Of `Content-Range: bytes FIRST-LAST/TOTAL`.
    let firstByte: Int?
    let totalBytes: Int?
    let version: FileVersion

    /// Of the status line and the lines of headers.
    init(lines: [String]) {
        // Such as `HTTP/1.1 200 OK`.
        status = lines.first?.split(separator: " ").dropFirst().first.flatMap { Int($0) } ?? 0
        let fields = lines.dropFirst().map { line in
            let name = line.prefix { $0 != ":" }
            return (name.lowercased(), line.dropFirst(name.count + 1).trimmingCharacters(in: .whitespaces))
        }
        func values(_ name: String) -> [String] { fields.filter { $0.0 == name }.map(\.1) }
        contentLength = values("content-length").first.flatMap { Int($0) }
        let range = (values("content-range").first ?? "").split { " -/".contains($0) }.map { Int($0) }
        firstByte = range.count == 4 ? range[1] : nil
        totalBytes = range.count == 4 ? range[3] : nil
        let tag = values("etag").first.flatMap { $0.hasPrefix("\"") ? $0 : nil }
        // Google's storage sends one header for each kind, or one with all kinds.
        let hashes = values("x-goog-hash").flatMap { $0.split(separator: ",") }
        version = FileVersion(
            validator: tag ?? values("last-modified").first,
            checksum: hashes.lazy.compactMap { FileVersion.checksum(String($0)) }.first)
    }
}
