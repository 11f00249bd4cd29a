import Foundation

/// The pages and the description of the API, in the folder that lies beside the tool.
struct StudioResources: Sendable {
    let folder: String

    /// Finds the folder. `Bundle.module` would end the process where it is absent.
    static func find() throws(StudioError) -> StudioResources {
        let name = "atelier_Studio"
        let folders = [Bundle.main.bundleURL, Bundle.main.resourceURL, executableFolder].compactMap { $0 }
            .flatMap { [$0.appendingPathComponent("\(name).resources"), $0.appendingPathComponent("\(name).bundle")] }
        for url in folders where FileManager.default.fileExists(atPath: url.appendingPathComponent("pages").path) {
            return StudioResources(folder: url.path)
        }
        throw StudioError(
            "the studio's pages are not beside the tool: expected the folder \(name).resources in "
                + "\(Bundle.main.bundleURL.path); copy it there from .build/release")
    }

    private static var executableFolder: URL? {
        Bundle.main.executableURL?.resolvingSymlinksInPath().deletingLastPathComponent()
    }

    var pages: String { folder + "/pages" }
}
