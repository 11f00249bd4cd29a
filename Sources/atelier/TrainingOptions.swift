import ArgumentParser
import Runs

/// The settings that flags can change, of a new run and of a resumed one: all of the table that have a flag.
///
/// ArgumentParser finds options by reflection, as the properties of a type; this type answers with the table's.
struct TrainingOptions: ParsableArguments, CustomReflectable {
    /// What the flags that were given say, by the settings' keys.
    private var given: [String: String] = [:]

    init() {}

    init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: NameKey.self)
        for setting in Setting.all where setting.flag != nil {
            let key = NameKey(setting.key)
            if setting.schema.type == .boolean {
                given[setting.key] = try container.decode(Flag<Bool?>.self, forKey: key).wrappedValue?.description
            } else {
                given[setting.key] = try container.decode(Option<String?>.self, forKey: key).wrappedValue
            }
        }
    }

    var customMirror: Mirror { Self.mirror(of: self) { _ in true } }

    /// What ArgumentParser sees of `options`; `--help` has the settings that `isShown` says.
    static func mirror(of options: some ParsableArguments, isShown: (Setting) -> Bool) -> Mirror {
        Mirror(
            options,
            children: Setting.all.compactMap { setting in
                setting.flag.map { (label: setting.key, value: option($0, of: setting, isShown: isShown(setting))) }
            })
    }

    private static func option(_ flag: String, of setting: Setting, isShown: Bool) -> Any {
        let defaults = setting.defaults.map { " (default: \($0))" } ?? ""
        var help = ArgumentHelp(stringLiteral: setting.help + defaults)
        help.visibility = isShown ? .default : .hidden
        if setting.schema.type == .boolean {
            return Flag<Bool?>(
                name: .customLong(flag), inversion: .prefixedNo, exclusivity: .chooseLast, help: help)
        }
        return Option<String?>(
            name: .customLong(flag), help: help, completion: setting.schema.enum.map { .list($0) },
            transform: { text in
                guard setting.accepts(text) else { throw ConfigurationError("expected \(setting.expected)") }
                return text
            })
    }

    /// Replaces the settings whose flags were given.
    func apply(to configuration: inout TrainingConfiguration) throws {
        for setting in Setting.all {
            if let other = setting.alternative, given[setting.key] != nil, given[other] != nil {
                let flags = Setting.all.filter { [setting.key, other].contains($0.key) }.map { "--\($0.name)" }
                throw ConfigurationError(
                    "\(flags.joined(separator: " and ")) say the same in two ways; give one of them")
            }
            if let text = given[setting.key] { try setting.set(text, in: &configuration) }
        }
    }
}

/// The same of a run that goes on: those that it cannot change are understood, so that it can say so, and not shown.
struct ResumingOptions: ParsableArguments, CustomReflectable {
    private let options: TrainingOptions

    init() { options = TrainingOptions() }

    init(from decoder: any Decoder) throws { options = try TrainingOptions(from: decoder) }

    var customMirror: Mirror { TrainingOptions.mirror(of: self, isShown: \.mayChange) }

    func apply(to configuration: inout TrainingConfiguration) throws { try options.apply(to: &configuration) }
}
