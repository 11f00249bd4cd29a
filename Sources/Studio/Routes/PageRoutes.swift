import AtomicFiles
import Foundation
import Hummingbird

/// The pages: plain files, and one shell for every address that names no file.
struct PageRoutes {
    let resources: StudioResources

    func add(to router: Router<StudioContext>) {
        router.get("/") { request, _ in try page("index.html", request) }
        router.get("/**") { request, _ in
            let path = request.uri.path
            guard path.hasPrefix("/"), !path.hasPrefix("/api/"), path != "/api",
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
        return try Response.file(file, for: request)
    }
}
