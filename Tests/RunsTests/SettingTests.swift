import Foundation
import Runs
import Testing

/// The table of settings, and what follows from it.
@Suite struct SettingTests {
    /// A property that the table forgets would be saved nowhere.
    @Test func everyPropertyHasOneEntry() throws {
        let properties = Mirror(reflecting: TrainingConfiguration()).children.compactMap(\.label)
        let keys = Setting.all.map(\.key)
        #expect(keys.count == Set(keys).count && Set(keys) == Set(properties))
        let flags = Setting.all.compactMap(\.flag)
        #expect(flags.count == Set(flags).count)
        let names = Setting.all.map(\.name)
        #expect(names.count == Set(names).count)
    }

    /// An entry must read and write the property whose name it has.
    @Test func entriesAreOfTheirProperties() throws {
        let other: [String: String] = [
            "preset": "quick", "lossReduction": "mean", "precision": "bfloat16", "kerasWeights": "false",
            "tensorBoard": "true", "unconditional": "false", "dataFolder": "/data", "imageSize": "32", "channels": "3",
            "device": "mps",
            "loss": "hinge", "architecture": "residual",
        ]
        for setting in Setting.all {
            let value =
                switch setting.schema.type {
                case .integer: "7"
                case .number: "0.25"
                case .boolean: "true"
                default: "a, b"
                }
            let text = other[setting.key] ?? value
            var configuration = TrainingConfiguration()
            try setting.set(text, in: &configuration)
            #expect(setting.text(in: configuration) == text, "\(setting.key)")
            let (before, after) = (Mirror(reflecting: TrainingConfiguration()), Mirror(reflecting: configuration))
            let changed = zip(before.children, after.children).filter { "\($0.value)" != "\($1.value)" }
            // What says the same in another way is taken away.
            let taken = changed.compactMap(\.0.label).filter { $0 != setting.key }
            #expect(changed.contains { $0.0.label == setting.key } && taken.allSatisfy { $0 == setting.alternative })
            var read = TrainingConfiguration()
            try read.overlay(json: try configuration.json(), from: "config.json")
            #expect(setting.key == "preset" || read == configuration, "\(setting.key)")
            #expect(
                configuration.conflicts(with: TrainingConfiguration()).isEmpty == setting.mayChange, "\(setting.key)")
        }
    }

    @Test(arguments: [
        ("epochs", "many", "--epochs is many; expected a whole number from 1 to 1000000"),
        ("learningRate", "", "--learning-rate is ; expected a number above 0.0 and up to 1.0"),
        ("seed", "-1", "--seed is -1; expected a whole number from 0 to 18446744073709551615"),
        ("precision", "float16", "--precision is float16; expected float32 or bfloat16"),
        ("kerasWeights", "maybe", "--keras is maybe; expected true or false"),
    ])
    func whatIsNoValueIsExplained(key: String, text: String, sentence: String) throws {
        let setting = try #require(Setting.all.first { $0.key == key })
        var configuration = TrainingConfiguration()
        let error = #expect(throws: ConfigurationError.self) { try setting.set(text, in: &configuration) }
        #expect(error?.description == sentence)
        #expect(configuration == TrainingConfiguration())
    }

    /// The form has fields for numbers, and says in both languages what an empty one means.
    @Test func theFormHasWordsForEachField() throws {
        for setting in Setting.all {
            guard let form = setting.form else { continue }
            #expect(setting.flag != nil && [.integer, .number].contains(setting.schema.type), "\(setting.key)")
            #expect(!form.label.en.isEmpty && !form.label.zh.isEmpty)
            let isSet = Preset.allCases.allSatisfy { setting.text(in: TrainingConfiguration(preset: $0)) != nil }
            #expect(isSet || form.empty != nil, "\(setting.key)")
        }
    }

    @Test func defaultsAreThoseOfThePresets() throws {
        func defaults(_ key: String) -> String? { Setting.all.first { $0.key == key }?.defaults }
        #expect(defaults("latentSize") == "100")
        #expect(defaults("batchSize") == "tutorial 256; quick 32; fine, best 64")
        #expect(defaults("averageHalfLife") == "tutorial none; quick, fine, best 500000")
        #expect(defaults("maxSteps") == nil)
    }
}
