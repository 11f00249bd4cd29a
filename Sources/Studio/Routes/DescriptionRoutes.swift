import Hummingbird
import Runs

/// What the API is, and the tables of what runs measure and of what can be set.
struct DescriptionRoutes {
    let resources: StudioResources
    let basePath: String

    func add(to api: RouterGroup<StudioContext>) {
        api.get("openapi.json") { _, _ in
            Response.made(try OpenAPI.description(in: resources, basePath: basePath), type: "application/json")
        }
        api.get("measures") { _, _ in
            try Response.json(
                Measures(
                    measures: Measure.allCases.map { Named(key: $0.rawValue, entry: $0.entry) },
                    charts: Measure.Chart.allCases.map { Named(key: $0.rawValue, entry: $0.entry) }))
        }
        api.get("settings") { _, _ in
            try Response.json(["settings": Setting.inForm.map { Named(key: $0.key, entry: SettingEntry($0)) }])
        }
        api.get("presets") { _, _ in
            try Response.json(["presets": Preset.allCases.map(PresetEntry.init)])
        }
    }

    private struct Measures: Encodable {
        let measures: [Named<Measure.Entry>]
        let charts: [Named<Measure.Chart.Entry>]
    }

    private struct SettingEntry: Encodable, Sendable {
        let form: Setting.Form?
        let about: String
        let schema: Schema
        let mayChange: Bool

        init(_ setting: Setting) {
            form = setting.form
            about = setting.help
            schema = setting.schema
            mayChange = setting.mayChange
        }

        private enum CodingKeys: String, CodingKey {
            case about, schema, mayChange
        }

        func encode(to encoder: any Encoder) throws {
            try form?.encode(to: encoder)
            var container = encoder.container(keyedBy: CodingKeys.self)
            try container.encode(about, forKey: .about)
            try container.encode(schema, forKey: .schema)
            try container.encode(mayChange, forKey: .mayChange)
        }
    }

    /// A preset's values of the form's settings.
    private struct PresetEntry: Encodable, Sendable {
        let name: Preset
        let settings: Values

        init(_ preset: Preset) {
            name = preset
            settings = Values(configuration: TrainingConfiguration(preset: preset))
        }

        struct Values: Encodable, Sendable {
            let configuration: TrainingConfiguration

            func encode(to encoder: any Encoder) throws {
                var shown = configuration
                // What bounds the drawings where nothing else does.
                shown.maxImages = shown.maxImages ?? shown.selectionTotal
                var container = encoder.container(keyedBy: NameKey.self)
                for setting in Setting.inForm where setting.text(in: shown) != nil {
                    try setting.encode(shown, to: &container)
                }
            }
        }
    }

    /// An entry of a table, with its key beside its fields.
    private struct Named<Entry: Encodable & Sendable>: Encodable, Sendable {
        let key: String
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
