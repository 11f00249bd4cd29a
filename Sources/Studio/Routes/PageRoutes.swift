import Files
import Foundation
import Hummingbird

/// The pages: plain files, and one shell for every address that names no file.
struct PageRoutes {
    let resources: StudioResources
    let basePath: String

    private static let paths = ["/", "/**"]

    /// Whether a read for which the router chose `route` asks for a page, however the address is written: what decodes
    /// to something under `api`, or goes up and down, does not.
    static func answers(_ request: Request, route: String?) -> Bool {
        guard let route, paths.contains(route) else { return false }
        let parts = request.uri.path.split(separator: "/").map { $0.removingPercentEncoding ?? String($0) }
        return parts.first?.lowercased() != "api" && !parts.contains { $0 == "." || $0 == ".." }
    }

    func add(to router: Router<StudioContext>) {
        router.get("/") { request, _ in try page("index.html", request) }
        router.get("/**") { request, context in
            let path = request.uri.path
            guard Self.answers(request, route: context.endpointPath), path.hasPrefix("/"),
                let name = path.dropFirst().removingPercentEncoding
            else { throw Problem(.notFound, "there is nothing here") }
            let isFile = name.hasPrefix("assets/") || name == "favicon.ico"
            return try page(isFile ? name : "index.html", request)
        }
    }

    private func page(_ name: String, _ request: Request) throws -> Response {
        guard let file = ContainedFile(name, in: resources.pages) else {
            throw Problem(.notFound, "there is nothing here")
        }
        guard name == "index.html", !basePath.isEmpty else { return try Response.file(file, for: request) }
        // The shell names its scripts and styles; they find all else from where they are.
        let shell = String(decoding: try file.bytes(), as: UTF8.self)
            .replacing("=\"/assets/", with: "=\"\(basePath)/assets/")
        return Response.made(Array(shell.utf8), type: "text/html; charset=utf-8")
    }
}
