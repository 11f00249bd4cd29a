import Datasets
import Foundation
import GAN
import Runs

/// A data set that a page can name: one that the studio was started with, that was downloaded or installed, or that a run
/// was trained on. Nothing else can be opened from a page.
struct FoundDataset: Sendable {
    let id: String
    let title: String
    let kind: DatasetDescription.Kind
    let key: Inference.DatasetKey
    /// The run that names its sources; nil for those that have a name of their own.
    let run: String?

    /// All that are here, given the sources that the studio was started with and the runs that there are.
    static func all(sources: [String], runs: [RunRecord]) -> [FoundDataset] {
        let store = QuickDrawStore(environment: ProcessInfo.processInfo.environment)
        var found =
            sources.enumerated().map { named($0.element, number: $0.offset + 1) }
            + QuickDrawCatalogue.categories.filter(store.contains).map(quickDraw)
        if FileManager.default.fileExists(atPath: SourceName.fashionMNISTFolder) { found.append(fashionMNIST) }
        var known = found.map(\.key)
        for record in runs {
            guard let dataset = of(record), !known.contains(dataset.key) else { continue }
            known.append(dataset.key)
            found.append(dataset)
        }
        return found
    }

    /// The data of a run, all of it, where a source of it is a file or folder.
    static func of(_ record: RunRecord) -> FoundDataset? {
        guard let configuration = record.configuration, record.reason == nil else { return nil }
        let sources = configuration.sources
        guard configuration.dataFolder != nil || sources.contains(where: { $0.hasPrefix("/") }) else { return nil }
        let names = sources.map { $0.hasPrefix("/") ? URL(fileURLWithPath: $0).lastPathComponent : $0 }
        var options = configuration.datasetOptions
        (options.maximumImages, options.selectionTotal, options.categories) = (nil, nil, [])
        (options.heldOutShare, options.seed) = (0, 0)
        return FoundDataset(
            id: "run:\(record.name)", title: names.joined(separator: ", "), kind: .run,
            key: Inference.DatasetKey(sources: sources, options: options), run: record.name)
    }

    /// What the studio was started with.
    private static func named(_ path: String, number: Int) -> FoundDataset {
        FoundDataset(
            id: "named:\(number)", title: URL(fileURLWithPath: path).lastPathComponent, kind: .named,
            key: Inference.DatasetKey(sources: [path], options: DatasetOptions()), run: nil)
    }

    static func quickDraw(_ category: String) -> FoundDataset {
        FoundDataset(
            id: "quickdraw:\(category)", title: category, kind: .quickDraw,
            key: Inference.DatasetKey(sources: ["quickdraw:\(category)"], options: DatasetOptions()), run: nil)
    }

    static let fashionMNIST = FoundDataset(
        id: "fashion-mnist", title: "Fashion-MNIST", kind: .fashionMNIST,
        key: Inference.DatasetKey(sources: ["fashion-mnist"], options: DatasetOptions()), run: nil)
}
