import Foundation
import Networks
import Runs

/// What a file of weights says of its network, so that it can be opened by itself.
enum WeightsMetadata {
    /// The format of files whose metadata describe the network whole. Files of the first format, which have no number,
    /// give the four sizes of the tutorial's networks.
    private static let format = 2

    /// The metadata of a safetensors file.
    static func dictionary(of network: NetworkDescription, _ classes: [String]) throws -> [String: String] {
        var dictionary = ["format": String(format), "network": try network.json()]
        if !classes.isEmpty { dictionary["classes"] = try classes.json() }
        return dictionary
    }

    /// The names of the network's classes, in the order of its labels; none where it has no classes.
    static func classes(in dictionary: [String: String]) -> [String] {
        dictionary["classes"].flatMap { try? JSONDecoder().decode([String].self, from: Data($0.utf8)) } ?? []
    }

    /// The network that a file's metadata describe; nil where they do not. Throws ``CheckpointError`` for a format or a
    /// layer that is newer than this program.
    static func network(
        _ kind: NetworkKind, in dictionary: [String: String], from path: String
    ) throws -> NetworkDescription? {
        guard let text = dictionary["format"] else { return tutorialNetwork(kind, dictionary) }
        guard let number = Int(text), number <= format else {
            throw CheckpointError(
                path: path, message: "has the format \(text), expected \(format) at most; it needs a newer Atelier")
        }
        guard let json = dictionary["network"] else { return nil }
        do {
            return try JSONDecoder().decode(NetworkDescription.self, from: Data(json.utf8))
        } catch let error as NetworkError {
            throw CheckpointError(path: path, message: "\(error)")
        } catch {
            return nil
        }
    }

    private static func tutorialNetwork(_ kind: NetworkKind, _ dictionary: [String: String]) -> NetworkDescription? {
        func number(_ key: String) -> Int? { dictionary[key].flatMap { Int($0) } }
        guard let imageSize = number("imageSize"), let channels = number("channels"),
            let latentSize = number("latentSize"), let width = number("width"), [1, 3].contains(channels),
            TrainingConfiguration.latentSizes.contains(latentSize), TrainingConfiguration.widths.contains(width)
        else { return nil }
        let images = ImageShape(size: imageSize, channels: channels)
        let tutorial = DCGAN(latentSize: latentSize, width: width)
        guard (try? tutorial.check(images)) != nil else { return nil }
        return kind == .generator ? tutorial.generator(of: images) : tutorial.discriminator(of: images)
    }
}

extension Encodable {
    /// The value as JSON in one line, with sorted keys.
    func json() throws -> String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        return String(decoding: try encoder.encode(self), as: UTF8.self)
    }
}
