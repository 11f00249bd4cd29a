/// A property of ``TrainingConfiguration`` as JSON files, flags, the studio's form and its API have it. The table is
/// ``all``.
public struct Setting: Sendable {
    /// Its name in `config.json` and in the API; the property's.
    public let key: String
    /// The option or switch that sets it, without dashes; nil where only a file can.
    public let flag: String?
    /// What it is, for `--help` and the API's description.
    public let help: String
    /// What values can be, for JSON Schema.
    public let schema: Schema
    /// Whether a run that goes on may have another value than before.
    public let mayChange: Bool
    /// The key of the setting that says the same in another way: where this one is set, that one is not.
    public let alternative: String?
    /// How the studio's form shows it; nil where the form and the API leave it out.
    public let form: Form?

    /// A field of the studio's form.
    public struct Form: Encodable, Sendable {
        /// What stands beside the field.
        public let label: Words
        /// What the run does where the field is left empty and the preset has no value.
        public var empty: Words?

        init(_ label: String, zh: String, empty: Words? = nil) {
            self.label = Words(label, zh: zh)
            self.empty = empty
        }
    }

    private let access: Access

    /// What is done with the property, whatever its type.
    private struct Access: Sendable {
        let expected: String
        let isUsable: @Sendable (TrainingConfiguration) -> Bool
        let text: @Sendable (TrainingConfiguration) -> String?
        /// Says whether the text is a value.
        let set: @Sendable (String, inout TrainingConfiguration) -> Bool
        /// Takes its value away, if it can be without one.
        let clear: @Sendable (inout TrainingConfiguration) -> Void
        let encode: @Sendable (TrainingConfiguration, inout Encoding) throws -> Void
        let decode: @Sendable (Decoding, inout TrainingConfiguration) throws -> Void
        let decodedText: @Sendable (Decoding) throws -> String?
    }

    private typealias Encoding = KeyedEncodingContainer<NameKey>
    private typealias Decoding = KeyedDecodingContainer<NameKey>

    /// Of a property that always has a value.
    init<Value>(
        _ key: String, _ property: any WritableKeyPath<TrainingConfiguration, Value> & Sendable,
        _ domain: Domain<Value>,
        flag: String? = nil, mayChange: Bool = false, form: Form? = nil, help: String
    ) {
        let name = NameKey(key)
        self.init(
            key, domain, flag: flag, mayChange: mayChange, form: form, help: help,
            get: { $0[keyPath: property] }, set: { $0[keyPath: property] = $1 }, clear: { _ in },
            decode: { $1[keyPath: property] = try $0.decode(Value.self, forKey: name) })
    }

    /// Of a property that may be nil.
    init<Value>(
        _ key: String, _ property: any WritableKeyPath<TrainingConfiguration, Value?> & Sendable,
        _ domain: Domain<Value>,
        flag: String? = nil, mayChange: Bool = false, alternative: String? = nil, form: Form? = nil, help: String
    ) {
        let name = NameKey(key)
        self.init(
            key, domain, flag: flag, mayChange: mayChange, alternative: alternative, form: form, help: help,
            get: { $0[keyPath: property] }, set: { $0[keyPath: property] = $1 },
            clear: { $0[keyPath: property] = nil },
            decode: { $1[keyPath: property] = try $0.decodeIfPresent(Value.self, forKey: name) })
    }

    private init<Value>(
        _ key: String, _ domain: Domain<Value>, flag: String?, mayChange: Bool, alternative: String? = nil,
        form: Form?, help: String,
        get: @escaping @Sendable (TrainingConfiguration) -> Value?,
        set: @escaping @Sendable (inout TrainingConfiguration, Value) -> Void,
        clear: @escaping @Sendable (inout TrainingConfiguration) -> Void,
        decode: @escaping @Sendable (Decoding, inout TrainingConfiguration) throws -> Void
    ) {
        self.key = key
        self.flag = flag
        self.help = help
        self.mayChange = mayChange
        self.alternative = alternative
        self.form = form
        schema = domain.schema
        let name = NameKey(key)
        access = Access(
            expected: domain.expected,
            isUsable: { get($0).map(domain.contains) ?? true },
            text: { get($0).flatMap(domain.text) },
            set: { text, configuration in
                guard let value = domain.parse(text) else { return false }
                set(&configuration, value)
                return true
            },
            clear: clear,
            encode: { configuration, container in
                if let value = get(configuration) {
                    try container.encode(value, forKey: name)
                } else if get(TrainingConfiguration()) != nil {
                    // Left out, it would be read as the default.
                    try container.encodeNil(forKey: name)
                }
            },
            decode: decode,
            decodedText: { try $0.decodeIfPresent(Value.self, forKey: name).flatMap(domain.text) })
    }
}

extension Setting {
    /// What errors call it: the flag, or the key as a flag would be written.
    public var name: String {
        flag ?? key.reduce(into: "") { $0 += $1.isUppercase ? "-\($1.lowercased())" : "\($1)" }
    }

    /// What it can be, such as `a whole number from 1 to 1024`.
    public var expected: String { access.expected }

    /// What it is where nothing sets it, such as `100`, or `tutorial 256; quick, fine, best 64`; nil where it is not set
    /// then.
    public var defaults: String? {
        let presets = Preset.allCases.map { (name: $0.rawValue, text: text(in: TrainingConfiguration(preset: $0))) }
        if Set(presets.map(\.text)).count == 1 { return presets[0].text }
        var groups: [(names: [String], text: String)] = []
        for preset in presets {
            let text = preset.text ?? "none"
            if let index = groups.firstIndex(where: { $0.text == text }) {
                groups[index].names.append(preset.name)
            } else {
                groups.append(([preset.name], text))
            }
        }
        return groups.map { "\($0.names.joined(separator: ", ")) \($0.text)" }.joined(separator: "; ")
    }

    /// Its value in `configuration` as people write it; nil where it has none.
    public func text(in configuration: TrainingConfiguration) -> String? { access.text(configuration) }

    /// Throws ``ConfigurationError`` where its value in `configuration` cannot be used.
    func validate(_ configuration: TrainingConfiguration) throws(ConfigurationError) {
        guard access.isUsable(configuration) else {
            throw ConfigurationError("\(name) is \(text(in: configuration) ?? "none"); expected \(expected)")
        }
    }

    /// Whether the flag's `text` stands for a value; whether it can be used shows when the configuration is validated.
    public func accepts(_ text: String) -> Bool {
        var configuration = TrainingConfiguration()
        return access.set(text, &configuration)
    }

    /// Sets what the flag's `text` says. Throws ``ConfigurationError`` where that is no value.
    public func set(_ text: String, in configuration: inout TrainingConfiguration) throws(ConfigurationError) {
        guard access.set(text, &configuration) else {
            throw ConfigurationError("--\(name) is \(text); expected \(expected)")
        }
        clearAlternative(in: &configuration)
    }

    private func clearAlternative(in configuration: inout TrainingConfiguration) {
        guard text(in: configuration) != nil, let other = Setting.all.first(where: { $0.key == alternative }) else {
            return
        }
        other.access.clear(&configuration)
    }

    /// Encodes its value in `configuration` under its key, if it has one.
    public func encode(
        _ configuration: TrainingConfiguration, to container: inout KeyedEncodingContainer<NameKey>
    ) throws {
        try access.encode(configuration, &container)
    }

    /// Takes its value from `container`, which has its key.
    func decode(from container: KeyedDecodingContainer<NameKey>, into configuration: inout TrainingConfiguration) throws
    {
        try access.decode(container, &configuration)
        clearAlternative(in: &configuration)
    }

    /// The argument of the tool for the value that `container` has under its key; nil where it has none, or the setting
    /// has no flag.
    public func argument(from container: KeyedDecodingContainer<NameKey>) throws -> String? {
        guard let flag, let text = try access.decodedText(container) else { return nil }
        guard schema.type == .boolean else { return "--\(flag)=\(text)" }
        return text == "true" ? "--\(flag)" : "--no-\(flag)"
    }
}
