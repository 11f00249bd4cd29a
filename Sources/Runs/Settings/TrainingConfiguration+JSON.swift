import Foundation

extension TrainingConfiguration {
    /// The configuration as JSON with sorted keys, as it stands in `config.json`.
    public func json() throws -> String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
        return String(decoding: try encoder.encode(self), as: UTF8.self) + "\n"
    }

    /// Reads a whole configuration, such as a run's `config.json`. Settings that `file` does not name have their
    /// defaults, not those of its preset, which may have changed since the run began.
    public static func read(_ file: String) throws -> TrainingConfiguration {
        guard let data = FileManager.default.contents(atPath: file) else {
            throw ConfigurationError("cannot read \(file); expected a JSON file with settings")
        }
        return try TrainingConfiguration(json: String(decoding: data, as: UTF8.self), from: file)
    }

    /// As ``read(_:)``, for JSON that came from `origin`, which errors name.
    public init(json: String, from origin: String) throws(ConfigurationError) {
        self.init()
        try replace(by: json, from: origin, startingFromPreset: false)
    }

    /// Replaces the settings that the JSON object in `file` names; all of them where it names a `preset` to start from.
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
        try replace(by: json, from: origin, startingFromPreset: true)
    }

    private mutating func replace(
        by json: String, from origin: String, startingFromPreset: Bool
    ) throws(ConfigurationError) {
        let data = Data(json.utf8)
        guard var settings = (try? JSONSerialization.jsonObject(with: data)) as? [String: Any] else {
            throw ConfigurationError("\(origin) is not a JSON object; expected settings such as {\"epochs\": 20}")
        }
        try Self.checkFormat(settings.removeValue(forKey: NameKey.format.stringValue), of: origin)
        let known = Setting.all.map(\.key)
        for key in settings.keys.sorted() where !known.contains(key) {
            throw ConfigurationError(
                "\(origin) names an unknown setting \"\(key)\"; known are \(known.joined(separator: ", "))")
        }
        if let named = settings["preset"] {
            guard let name = named as? String, let preset = Preset(rawValue: name) else {
                let names = Preset.allCases.map(\.rawValue).joined(separator: ", ")
                throw ConfigurationError("\(origin) names an unknown preset \(Self.shown(named)); known are \(names)")
            }
            if startingFromPreset { self = TrainingConfiguration(preset: preset) }
        }
        let decoder = JSONDecoder()
        decoder.userInfo[.settingsBefore] = self
        do {
            self = try decoder.decode(TrainingConfiguration.self, from: data)
        } catch DecodingError.dataCorrupted(let context) {
            let key = context.codingPath.first?.stringValue ?? "a setting"
            throw ConfigurationError(
                "\(origin): \(key) cannot be \(Self.shown(settings[key])); \(context.debugDescription)")
        } catch {
            throw ConfigurationError("\(origin) cannot be read as settings: \(error)")
        }
    }

    /// A value as it stands in JSON, so that the text "3" is told from the number 3.
    private static func shown(_ value: Any?) -> String {
        let options: JSONSerialization.WritingOptions = [.fragmentsAllowed, .withoutEscapingSlashes, .sortedKeys]
        guard let value, let data = try? JSONSerialization.data(withJSONObject: value, options: options) else {
            return "as it is"
        }
        let text = String(decoding: data, as: UTF8.self)
        return text.count > 60 ? "\(text.prefix(60))…" : text
    }

    /// A file that says no version is of the first.
    private static func checkFormat(_ version: Any?, of origin: String) throws(ConfigurationError) {
        guard let version else { return }
        guard let number = version as? Int, number > 0 else {
            throw ConfigurationError("\(origin): format cannot be \(shown(version)); expected a whole number above 0")
        }
        if let refusal = FormatVersion.refusal(of: number, known: FormatVersion.configuration) {
            throw ConfigurationError("\(origin) \(refusal)")
        }
    }
}
