import Datasets
import Foundation
import Runs

/// A run that a page asks for: data that were found here, a preset, and some settings. No file can be named.
struct NewRun: Decodable, Sendable {
    let dataset: String
    let categories: [String]?
    let preset: Preset?
    let name: String?
    let settings: Settings?

    struct Settings: Codable, Sendable {
        var epochs: Int?
        var maxSteps: Int?
        var maxImages: Int?
        var batchSize: Int?
        var learningRate: Double?
        var width: Int?
        var latentSize: Int?
        var imageSize: Int?
        var averageDecay: Double?
        var seed: Int?
        var threads: Int?

        private enum CodingKeys: String, CodingKey, CaseIterable {
            case epochs, maxSteps, maxImages, batchSize, learningRate, width, latentSize, imageSize, averageDecay, seed
            case threads
        }

        init(from decoder: any Decoder) throws {
            try decoder.refuseKeys(otherThan: CodingKeys.self)
            let container = try decoder.container(keyedBy: CodingKeys.self)
            func value<Value: Decodable>(_ key: CodingKeys) throws -> Value? {
                try container.decodeIfPresent(Value.self, forKey: key)
            }
            epochs = try value(.epochs)
            maxSteps = try value(.maxSteps)
            maxImages = try value(.maxImages)
            batchSize = try value(.batchSize)
            learningRate = try value(.learningRate)
            width = try value(.width)
            latentSize = try value(.latentSize)
            imageSize = try value(.imageSize)
            averageDecay = try value(.averageDecay)
            seed = try value(.seed)
            threads = try value(.threads)
        }

        /// The settings that a preset decides, for forms to show.
        init(_ configuration: TrainingConfiguration) {
            epochs = configuration.epochs
            maxImages = configuration.maxImages ?? configuration.selectionTotal
            batchSize = configuration.batchSize
            learningRate = configuration.learningRate
            width = configuration.width
            latentSize = configuration.latentSize
            averageDecay = configuration.averageDecay
            seed = Int(configuration.seed)
        }
    }

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
        settings = try container.decodeIfPresent(Settings.self, forKey: .settings)
    }

    /// The arguments of `atelier train`. Throws ``Problem`` where the data set is none that was found.
    func arguments(runs: [RunRecord]) throws -> [String] {
        guard let found = FoundDataset.all(runs: runs).first(where: { $0.id == dataset }) else {
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
        add("epochs", settings?.epochs)
        add("max-steps", settings?.maxSteps)
        add("max-images", settings?.maxImages)
        add("batch-size", settings?.batchSize)
        add("learning-rate", settings?.learningRate)
        add("width", settings?.width)
        add("latent-size", settings?.latentSize)
        add("image-size", settings?.imageSize)
        add("average-decay", settings?.averageDecay)
        add("seed", settings?.seed)
        add("threads", settings?.threads)
        add("data", found.key.options.dataFolder)
        // After `--`, no source can be taken for a flag.
        return arguments + ["--"] + found.key.sources
    }
}
