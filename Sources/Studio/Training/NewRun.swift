import Datasets
import Foundation
import Runs

/// A run that a page asks for: data that were found here, a preset, and some settings. No file can be named.
struct NewRun: Decodable, Sendable {
    let dataset: String
    let categories: [String]?
    let preset: Preset?
    let name: String?
    let settings: GivenSettings?

    private enum CodingKeys: String, CodingKey, CaseIterable {
        case dataset, categories, preset, name, settings
    }

    init(from decoder: any Decoder) throws {
        try decoder.refuseKeys(otherThan: CodingKeys.self)
        let container = try decoder.container(keyedBy: CodingKeys.self)
        dataset = try container.decode(String.self, forKey: .dataset)
        categories = try container.decodeIfPresent([String].self, forKey: .categories)
        preset = try container.decodeIfPresent(Preset.self, forKey: .preset)
        name = try container.decodeIfPresent(String.self, forKey: .name)
        settings = try container.decodeIfPresent(GivenSettings.self, forKey: .settings)
    }

    /// The arguments of `atelier train`. Throws ``Problem`` where the data set is none that was found.
    func arguments(sources: [String], runs: [RunRecord]) throws -> [String] {
        guard let found = FoundDataset.all(sources: sources, runs: runs).first(where: { $0.id == dataset }) else {
            throw Problem(.noSuchDataset, "there is no data set \(dataset.prefix(80)) here")
        }
        var arguments = ["--preset=\((preset ?? .quick).rawValue)"]
        func add(_ flag: String, _ value: (any CustomStringConvertible)?) {
            if let value { arguments.append("--\(flag)=\(value)") }
        }
        if let categories, !categories.isEmpty {
            guard !categories.contains(where: { $0.contains(",") }) else {
                throw Problem(.badRequest, "a category's name has a comma in it")
            }
            add("categories", categories.joined(separator: ","))
        }
        if let name {
            guard name.count <= 60 else { throw Problem(.badRequest, "name has more than 60 characters") }
            if !name.isEmpty { add("name", name) }
        }
        let options = found.key.options
        add("data", options.dataFolder)
        // How a run's pictures were read is theirs, not the run's.
        if options.isInverted { arguments.append("--invert") }
        if options.isTransposed { arguments.append("--transpose") }
        if options.skipsDamaged { arguments.append("--skip-damaged") }
        if options.keepsPaper { arguments.append("--keep-paper") }
        if options.recognizedOnly { arguments.append("--recognized-only") }
        // After `--`, no source can be taken for a flag.
        return arguments + (settings?.arguments ?? []) + ["--"] + found.key.sources
    }
}
