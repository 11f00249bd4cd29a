import Files
import Foundation
import Hummingbird

extension Response {
    /// A file, or 304 where the browser has it already. It asks each time before it shows what it has.
    static func file(_ file: ContainedFile, for request: Request, downloadAs name: String? = nil) throws -> Response {
        let tag =
            "\"\(String(file.status.inode, radix: 36))-\(file.status.size)-\(String(file.status.modifiedNanoseconds, radix: 36))\""
        var headers: HTTPFields = [.eTag: tag, .cacheControl: "no-cache"]
        let known = request.headers[.ifNoneMatch]?.split(separator: ",").map { $0.trimmingCharacters(in: .whitespaces) }
        if let known, known.contains(where: { $0 == "*" || $0 == tag || $0 == "W/" + tag }) {
            return Response(status: .notModified, headers: headers)
        }
        let ending = file.path.split(separator: ".").last.map(String.init) ?? ""
        headers[.contentType] = mediaType(ending)
        if let name { headers[.contentDisposition] = "attachment; filename=\"\(name)\"" }
        let body = ByteBuffer(bytes: try file.bytes())
        return Response(status: .ok, headers: headers, body: ResponseBody(byteBuffer: body))
    }

    private static func mediaType(_ ending: String) -> String {
        switch ending {
        case "html", "css": "text/\(ending); charset=utf-8"
        case "js", "mjs": "text/javascript; charset=utf-8"
        case "webmanifest": "application/manifest+json"
        default: MediaType.getMediaType(forExtension: .init(ending))?.description ?? "application/octet-stream"
        }
    }
}
