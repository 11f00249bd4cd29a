import HTTPTypes
import Hummingbird

/// Serves below a path such as `/atelier`, which a proxy hands on as it is: what answers knows nothing of it.
struct BasePathResponder<Inner: HTTPResponder<StudioContext>>: HTTPResponder {
    /// Without a slash at the end; empty for none.
    let basePath: String
    let inner: Inner

    func respond(to request: Request, context: StudioContext) async throws -> Response {
        guard !basePath.isEmpty else { return try await inner.respond(to: request, context: context) }
        let path = request.uri.path
        if path == basePath {
            var response = Response(status: .permanentRedirect, headers: [.location: "\(basePath)/"])
            response.protect()
            return response
        }
        guard path.hasPrefix("\(basePath)/") else {
            let problem = Problem(.notFound, "there is nothing here; the studio is at \(basePath)/")
            var response = try problem.response(from: request, context: context)
            response.protect()
            return response
        }
        var head = request.head
        head.path = path.dropFirst(basePath.count) + (request.uri.query.map { "?\($0)" } ?? "")
        var response = try await inner.respond(to: Request(head: head, body: request.body), context: context)
        if let location = response.headers[.location], location.hasPrefix("/") {
            response.headers[.location] = basePath + location
        }
        return response
    }
}
