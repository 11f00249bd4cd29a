import ArgumentParser
import Datasets
import Foundation
import Runs

struct DataListCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "list",
        abstract: "List the drawings that are on this machine.",
        discussion: """
            Examples:
              atelier data list
              atelier data list --all
            """)

    @Flag(help: "List all 345 categories of Quick, Draw!, those that are here marked with a *.")
    var all = false

    func run() throws {
        let store = QuickDrawStore(environment: ProcessInfo.processInfo.environment)
        if all {
            for category in QuickDrawCatalogue.categories {
                try Console.print(store.contains(category) ? "* \(category)" : "  \(category)")
            }
            return
        }
        let fetched = QuickDrawCatalogue.categories.filter(store.contains)
        for category in fetched {
            let dataset = try Dataset.open(["quickdraw:\(category)"], options: DatasetOptions())
            try Console.print(
                "quickdraw:\(category)  \(counted(dataset.count, "drawing"))  \(store.path(of: category))")
        }
        if let fashion = try? Dataset.open(["fashion-mnist"], options: DatasetOptions()) {
            let names = fashion.categories.map(\.name).joined(separator: ", ")
            try Console.print("fashion-mnist  \(fashion.count) pictures of \(names)  \(SourceName.fashionMNISTFolder)")
        }
        if fetched.isEmpty {
            try Console.print(
                "No Quick, Draw! category is here yet; atelier data fetch NAME gets one, --all names them.")
        }
    }
}
