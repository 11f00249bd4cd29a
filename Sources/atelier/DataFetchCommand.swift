import ArgumentParser
import Datasets
import Foundation
import Runs

struct DataFetchCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "fetch",
        abstract: "Download Quick, Draw! categories.",
        discussion: """
            A download that was interrupted goes on where it ended. `atelier data list --all` names the 345 categories;
            ATELIER_QUICKDRAW_URL names another server.

            Examples:
              atelier data fetch camel
              atelier data fetch cat "alarm clock"
            """)

    @Argument(help: "Categories, such as camel or \"alarm clock\".")
    var names: [String]

    func run() async throws {
        let categories = try names.map { name in
            guard let category = QuickDrawCatalogue.category(named: name) else {
                throw QuickDrawCatalogue.unknownCategory(name)
            }
            return category
        }
        for category in categories {
            let path = try await fetchCategory(category)
            try Console.print("\(category): \(path)")
        }
    }
}

/// Downloads the Quick, Draw! categories among `sources` that are not there yet.
func fetchMissing(_ sources: [String]) async throws {
    for case .quickDraw(let name) in try sources.map({ try SourceName($0) }) {
        _ = try await fetchCategory(name)
    }
}

/// Downloads a category where it is absent, showing how far it is, and returns the path of its file.
private func fetchCategory(_ name: String) async throws -> String {
    let download = QuickDrawDownload(environment: ProcessInfo.processInfo.environment)
    let reporter = DownloadReporter(name: name)
    let path: String
    do {
        path = try await download.fetch(name) { reporter.report($0) }
    } catch {
        reporter.end(succeeded: false)
        throw error
    }
    reporter.end(succeeded: true)
    if download.store.shouldShowLicence {
        // Not on standard output, which may be read by a program.
        Console.tell(QuickDrawCatalogue.licence + "\n")
        try download.store.rememberLicenceShown()
    }
    return path
}
