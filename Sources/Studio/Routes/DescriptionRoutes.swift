import Hummingbird
import Runs

/// What the API is, and the table of what runs measure.
struct DescriptionRoutes {
    let resources: StudioResources

    func add(to api: RouterGroup<StudioContext>) {
        api.get("openapi.json") { _, _ in
            Response.made(try OpenAPI.description(in: resources), type: "application/json")
        }
        api.get("measures") { _, _ in
            try Response.json(
                Measures(
                    measures: Measure.allCases.map { Named(key: $0, entry: $0.entry) },
                    charts: Measure.Chart.allCases.map { Named(key: $0, entry: $0.entry) }))
        }
    }

    private struct Measures: Encodable {
        let measures: [Named<Measure, Measure.Entry>]
        let charts: [Named<Measure.Chart, Measure.Chart.Entry>]
    }

    /// An entry of a table, with its key beside its fields.
    private struct Named<Key: Encodable & Sendable, Entry: Encodable & Sendable>: Encodable, Sendable {
        let key: Key
        let entry: Entry

        private enum CodingKeys: String, CodingKey {
            case key
        }

        func encode(to encoder: any Encoder) throws {
            try entry.encode(to: encoder)
            var container = encoder.container(keyedBy: CodingKeys.self)
            try container.encode(key, forKey: .key)
        }
    }
}
