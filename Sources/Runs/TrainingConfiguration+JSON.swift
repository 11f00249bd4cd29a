import Foundation

extension TrainingConfiguration {
    /// The configuration as JSON with sorted keys, as it stands in `config.json`.
    public func json() throws -> String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
        return String(decoding: try encoder.encode(self), as: UTF8.self) + "\n"
    }

    /// Reads a whole configuration, such as a run's `config.json`. Settings that `file` does not name have their
    /// defaults.
    public static func read(_ file: String) throws -> TrainingConfiguration {
        var configuration = TrainingConfiguration()
        try configuration.overlay(file: file)
        return configuration
    }

    /// Replaces the settings that the JSON object in `file` names. Its `preset`, if any, is applied first.
    ///
    /// Throws ``ConfigurationError`` for an unknown key, a wrong type or a file that is not a JSON object.
    public mutating func overlay(file: String) throws {
        guard let data = FileManager.default.contents(atPath: file) else {
            throw ConfigurationError("cannot read \(file); expected a JSON file with settings")
        }
        try overlay(json: String(decoding: data, as: UTF8.self), from: file)
    }

    /// As ``overlay(file:)``, for JSON that came from `origin`, which errors name.
    public mutating func overlay(json: String, from origin: String) throws(ConfigurationError) {
        guard let settings = (try? JSONSerialization.jsonObject(with: Data(json.utf8))) as? [String: Any] else {
            throw ConfigurationError("\(origin) is not a JSON object; expected settings such as {\"epochs\": 20}")
        }
        let known = CodingKeys.allCases.map(\.rawValue)
        for key in settings.keys.sorted() where !known.contains(key) {
            throw ConfigurationError(
                "\(origin) names an unknown setting \"\(key)\"; known are \(known.joined(separator: ", "))")
        }
        if let named = settings[CodingKeys.preset.rawValue] {
            guard let name = named as? String, let preset = Preset(rawValue: name) else {
                let names = Preset.allCases.map(\.rawValue).joined(separator: ", ")
                throw ConfigurationError("\(origin) names an unknown preset \(named); known are \(names)")
            }
            preset.apply(to: &self)
        }
        for (key, value) in settings {
            self = try replacing(key, by: value, from: origin)
        }
    }

    /// One setting at a time, because a decoding error does not always tell which one it is about.
    private func replacing(
        _ key: String, by value: Any, from origin: String
    ) throws(ConfigurationError) -> TrainingConfiguration {
        do {
            var object = try JSONSerialization.jsonObject(with: JSONEncoder().encode(self)) as? [String: Any] ?? [:]
            object[key] = value
            return try JSONDecoder().decode(
                TrainingConfiguration.self, from: JSONSerialization.data(withJSONObject: object))
        } catch {
            throw ConfigurationError("\(origin): \(key) cannot be \(value); `atelier train --help` says what it can be")
        }
    }

    /// The settings in which this configuration differs from that of a run that it would go on with, one phrase each,
    /// such as `width: the run has 64, asked for 32`. How long, on how many threads, and what is logged and kept
    /// may change in a run; the device may not, because its random generators are of another kind.
    public func conflicts(with run: TrainingConfiguration) throws -> [String] {
        let mayChange: [CodingKeys] = [
            .epochs, .maxSteps, .threads, .logEverySteps, .keep, .kerasWeights, .tensorBoard,
        ]
        let asked = try fields()
        let had = try run.fields()
        return CodingKeys.allCases.filter { !mayChange.contains($0) }.map(\.rawValue).compactMap { key in
            let (old, new) = (had[key] ?? "none", asked[key] ?? "none")
            return old == new ? nil : "\(key): the run has \(old), asked for \(new)"
        }
    }

    private func fields() throws -> [String: String] {
        let object = try JSONSerialization.jsonObject(with: JSONEncoder().encode(self)) as? [String: Any] ?? [:]
        return object.mapValues { value in
            if let list = value as? [Any] { return list.map { "\($0)" }.joined(separator: ", ") }
            return "\(value)"
        }
    }
}
