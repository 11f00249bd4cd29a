import Files
import Foundation
import Runs

/// The description of the API: `openapi.json`, with the schemas that tables decide.
enum OpenAPI {
    /// The description as JSON. Throws ``Problem`` where `openapi.json` is absent or damaged.
    static func description(in resources: StudioResources, basePath: String) throws -> [UInt8] {
        guard let file = ContainedFile("openapi.json", in: resources.folder),
            var root = try JSONSerialization.jsonObject(with: Data(try file.bytes())) as? [String: Any],
            var components = root["components"] as? [String: Any],
            let schemas = components["schemas"] as? [String: Any]
        else { throw Problem(.notFound, "openapi.json is not beside the tool, or damaged") }
        components["schemas"] = schemas.merging(try tableSchemas()) { $1 }
        root["components"] = components
        if !basePath.isEmpty { root["servers"] = [["url": basePath]] }
        return Array(
            try JSONSerialization.data(withJSONObject: root, options: [.sortedKeys, .withoutEscapingSlashes]))
    }

    private static func tableSchemas() throws -> [String: Any] {
        let measured = Measure.allCases.map { ($0.rawValue, ["type": "number", "description": $0.entry.about]) }
        let columns = Measure.allCases.map { measure in
            (measure.rawValue, ["type": "array", "items": ["type": ["number", "null"]]])
        }
        let settings = try Setting.inForm.map { ($0.key, try schema(of: $0)) }
        let changeable = try Setting.inForm.filter(\.mayChange).map { ($0.key, try schema(of: $0)) }
        return [
            "Measured": object(measured), "MeasuredColumns": object(columns),
            "Settings": object(settings, isClosed: true), "Resumption": object(changeable, isClosed: true),
        ]
    }

    private static func schema(of setting: Setting) throws -> [String: Any] {
        let data = try JSONEncoder().encode(setting.schema)
        let schema = try JSONSerialization.jsonObject(with: data) as? [String: Any] ?? [:]
        return schema.merging(["description": setting.help]) { $1 }
    }

    private static func object(_ properties: [(String, [String: Any])], isClosed: Bool = false) -> [String: Any] {
        let object: [String: Any] = ["type": "object", "properties": Dictionary(uniqueKeysWithValues: properties)]
        return isClosed ? object.merging(["additionalProperties": false]) { $1 } : object
    }
}
