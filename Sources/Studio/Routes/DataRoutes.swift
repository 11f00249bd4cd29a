import Datasets
import Foundation
import Hummingbird

/// The data sets found on this machine.
struct DataRoutes {
    let library: RunLibrary
    let inference: Inference
    /// What the studio was started with.
    let sources: [String]

    func add(to api: RouterGroup<StudioContext>) {
        api.get("datasets") { _, _ in try Response.json(await list()) }
        api.get("datasets/{dataset}") { _, context in
            let found = try await dataset(context)
            let (content, statistics) = try await inference.perform { inference in
                (try await inference.describe(found.key), try await inference.statistics(found.key))
            }
            var description = DatasetDescription(found, .success(content))
            description.statistics = statistics
            description.sampled = statistics.reduce(0) { $0 + $1.sampled }
            return try Response.json(description)
        }
        api.get("datasets/{dataset}/sheet.png") { request, context in
            let query = try Query(request)
            let choice = Inference.Choice(
                count: try query.integer("count", in: 1...256, default: 64), seed: try query.seed,
                category: query.text("category"))
            let columns = try query.integer("columns", in: 1...32, default: 8)
            let found = try await dataset(context)
            let bytes = try await inference.perform {
                try await $0.dataSheet(found.key, choice, columns: columns)
            }
            return Response.made(bytes, type: "image/png", downloadAs: "sheet.png")
        }
    }

    private struct List: Encodable {
        let datasets: [DatasetDescription]
        let downloadable: [String]
    }

    private func list() async -> List {
        let found = FoundDataset.all(sources: sources, runs: await library.records())
        let store = QuickDrawStore(environment: ProcessInfo.processInfo.environment)
        var datasets: [DatasetDescription] = []
        for found in found {
            do {
                let content = try await inference.perform { try await $0.describe(found.key) }
                datasets.append(DatasetDescription(found, .success(content)))
            } catch {
                datasets.append(DatasetDescription(found, .failure(error)))
            }
        }
        return List(datasets: datasets, downloadable: QuickDrawCatalogue.categories.filter { !store.contains($0) })
    }

    private func dataset(_ context: StudioContext) async throws -> FoundDataset {
        let id = try context.parameter("dataset")
        let all = FoundDataset.all(sources: sources, runs: await library.records())
        guard let found = all.first(where: { $0.id == id }) else {
            throw Problem(.noSuchDataset, "there is no data set \(id.prefix(80)) here")
        }
        return found
    }
}
