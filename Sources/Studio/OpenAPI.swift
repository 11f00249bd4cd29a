import AtomicFiles
import Foundation
import Runs

/// The description of the API: `openapi.json`, with the schemas that tables decide.
enum OpenAPI {
    /// The description as JSON. Throws ``Problem`` where `openapi.json` is absent or damaged.
    static func description(in resources: StudioResources) throws -> [UInt8] {
        guard let file = ContainedFile("openapi.json", in: resources.folder),
            var root = try JSONSerialization.jsonObject(with: Data(try file.bytes())) as? [String: Any],
            var components = root["components"] as? [String: Any],
            let schemas = components["schemas"] as? [String: Any]
        else { throw Problem(.notFound, "openapi.json is not beside the tool, or damaged") }
        components["schemas"] = schemas.merging(tableSchemas) { $1 }
        root["components"] = components
        return Array(
            try JSONSerialization.data(withJSONObject: root, options: [.sortedKeys, .withoutEscapingSlashes]))
    }

    private static var tableSchemas: [String: Any] {
        [
            "Measured": object(
                Measure.allCases.map { ($0.rawValue, ["type": "number", "description": $0.entry.about]) }),
            "MeasuredColumns": object(
                Measure.allCases.map { measure in
                    (measure.rawValue, ["type": "array", "items": ["type": ["number", "null"]]])
                }),
        ]
    }

    private static func object(_ properties: [(name: String, schema: [String: Any])]) -> [String: Any] {
        ["type": "object", "properties": Dictionary(uniqueKeysWithValues: properties)]
    }
}
