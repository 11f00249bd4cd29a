internal import Foundation

#if canImport(FoundationNetworking)
    internal import FoundationNetworking
#endif

/// What an HTTP answer says before its body.
struct HTTPHead: Sendable {
    let status: Int
    let contentLength: Int?
    /// Of `Content-Range: bytes FIRST-LAST/TOTAL`.
    let firstByte: Int?
    let totalBytes: Int?
    /// What names this version of the file in an `If-Range` header: a strong `ETag`, or else `Last-Modified`.
    let validator: String?

    init(_ response: HTTPURLResponse) {
        status = response.statusCode
        contentLength = response.value(forHTTPHeaderField: "Content-Length").flatMap { Int($0) }
        let range = (response.value(forHTTPHeaderField: "Content-Range") ?? "")
            .split { " -/".contains($0) }.map { Int($0) }
        firstByte = range.count == 4 ? range[1] : nil
        totalBytes = range.count == 4 ? range[3] : nil
        let tag = response.value(forHTTPHeaderField: "ETag").flatMap { $0.hasPrefix("\"") ? $0 : nil }
        validator = tag ?? response.value(forHTTPHeaderField: "Last-Modified")
    }
}
