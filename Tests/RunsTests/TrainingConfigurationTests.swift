import Foundation
import Runs
import Testing

@Suite struct TrainingConfigurationTests {
    func overlaid(_ json: String) throws -> TrainingConfiguration {
        var configuration = TrainingConfiguration()
        try configuration.overlay(json: json, from: "settings.json")
        return configuration
    }

    func sentence(_ body: () throws -> Void) -> String {
        (#expect(throws: ConfigurationError.self, performing: body))?.description ?? ""
    }

    @Test func tutorialIsTheTutorial() {
        let tutorial = TrainingConfiguration()
        #expect(tutorial.preset == .tutorial)
        #expect(tutorial.epochs == 100 && tutorial.batchSize == 256 && tutorial.latentSize == 100)
        #expect(tutorial.learningRate == 1e-4 && tutorial.beta1 == 0.9 && tutorial.beta2 == 0.999)
        #expect(tutorial.epsilon == 1e-8 && tutorial.lossReduction == .sum && tutorial.averageDecay == nil)
        #expect(tutorial.selectionTotal == 80_000 && tutorial.dropoutRate == 0.3 && tutorial.width == 64)
    }

    @Test func laterLayersWin() throws {
        let configuration = try overlaid(#"{"preset": "quick", "epochs": 7, "sources": ["a.npy"]}"#)
        var expected = TrainingConfiguration(preset: .quick)
        (expected.epochs, expected.minutes) = (7, nil)
        expected.sources = ["a.npy"]
        #expect(configuration == expected)
    }

    @Test func jsonRoundTripIsExact() throws {
        var configuration = TrainingConfiguration(preset: .quick)
        configuration.sources = ["/data/with \"quotes\".npy", "猫"]
        configuration.learningRate = 0.1 + 0.2
        configuration.seed = .max
        configuration.maxSteps = 12
        configuration.threads = 2
        var read = TrainingConfiguration()
        try read.overlay(json: try configuration.json(), from: "config.json")
        #expect(read == configuration)
    }

    @Test func nullTakesASettingAway() throws {
        #expect(try overlaid(#"{"selectionTotal": null}"#).selectionTotal == nil)
    }

    /// What says how long a run is, or how its average forgets, is said in one way: the last.
    @Test func alternativesReplaceEachOther() throws {
        let minutes = try overlaid(#"{"minutes": 5}"#)
        #expect(minutes.minutes == 5 && minutes.epochs == nil)
        let epochs = try overlaid(#"{"preset": "quick", "epochs": 3}"#)
        #expect(epochs.minutes == nil && epochs.epochs == 3)
        let average = try overlaid(#"{"averageDecay": 0.9, "averageHalfLife": 1000}"#)
        #expect(average.averageDecay == nil && average.averageHalfLife == 1000)
        var neither = try overlaid(#"{"epochs": null}"#)
        neither.sources = ["cat.npy"]
        #expect(sentence { try neither.validate() }.hasPrefix("epochs and minutes are both none"))
    }

    /// A saved run keeps its settings when a preset's change: what its file does not name is as the tutorial has it.
    @Test func savedConfigurationsDoNotFollowTheirPreset() throws {
        let saved = try TrainingConfiguration(json: #"{"preset": "quick", "width": 16}"#, from: "config.json")
        var expected = TrainingConfiguration()
        (expected.preset, expected.width) = (.quick, 16)
        #expect(saved == expected)
    }

    /// Also where a setting has no value, and the default is one.
    @Test(arguments: Preset.allCases) func savedConfigurationsAreReadAsTheyWere(preset: Preset) throws {
        var configuration = TrainingConfiguration(preset: preset)
        (configuration.selectionTotal, configuration.epochs, configuration.minutes) = (nil, nil, 3)
        #expect(try TrainingConfiguration(json: configuration.json(), from: "config.json") == configuration)
    }

    @Test(arguments: [
        (#"{"epoch": 3}"#, #"settings.json names an unknown setting "epoch""#),
        (
            #"{"preset": "fast"}"#,
            #"settings.json names an unknown preset "fast"; known are tutorial, quick, fine, best"#
        ),
        (
            #"{"epochs": "ten"}"#,
            #"settings.json: epochs cannot be "ten"; expected a whole number from 1 to 1000000"#
        ),
        (#"{"epochs": "3"}"#, #"settings.json: epochs cannot be "3"; expected a whole number"#),
        (#"{"epochs": true}"#, "settings.json: epochs cannot be true"),
        (#"{"epochs": 2.5}"#, "settings.json: epochs cannot be 2.5"),
        (#"{"lossReduction": "median"}"#, #"settings.json: lossReduction cannot be "median""#),
        (#"{"sources": "a.npy"}"#, #"settings.json: sources cannot be "a.npy""#),
        ("[1, 2]", "settings.json is not a JSON object"),
        ("{", "settings.json is not a JSON object"),
        ("", "settings.json is not a JSON object"),
    ])
    func badFilesAreExplained(json: String, start: String) {
        let sentence = sentence { _ = try overlaid(json) }
        #expect(sentence.hasPrefix(start), "\(sentence)")
        #expect(!sentence.contains("\n"))
    }

    @Test func absentFileIsNamed() {
        let sentence = sentence { _ = try TrainingConfiguration.read("/absent/settings.json") }
        #expect(sentence.contains("/absent/settings.json"))
    }

    @Test func badSettingsAreNamed() {
        let changes: [(String, (inout TrainingConfiguration) -> Void)] = [
            ("no data", { $0.sources = [] }),
            ("epochs", { $0.epochs = 0 }),
            ("batch-size", { $0.batchSize = 1 }),
            ("width", { $0.width = 0 }),
            ("latent-size", { $0.latentSize = -1 }),
            ("max-steps", { $0.maxSteps = 0 }),
            ("max-images", { $0.maxImages = 0 }),
            ("threads", { $0.threads = 0 }),
            ("image-size", { $0.imageSize = 30 }),
            ("image-size", { $0.imageSize = 132 }),
            ("channels", { $0.channels = 2 }),
            ("learning-rate", { $0.learningRate = 0 }),
            ("learning-rate", { $0.learningRate = .nan }),
            ("learning-rate", { $0.learningRate = .infinity }),
            ("beta1", { $0.beta1 = 1 }),
            ("beta2", { $0.beta2 = -0.1 }),
            ("epsilon", { $0.epsilon = 0 }),
            ("dropout-rate", { $0.dropoutRate = 1 }),
            ("average-decay", { $0.averageDecay = 1.5 }),
            ("keep", { $0.keep = 0 }),
        ]
        for (name, change) in changes {
            var configuration = TrainingConfiguration()
            configuration.sources = ["cat.npy"]
            #expect(throws: Never.self) { try configuration.validate() }
            change(&configuration)
            let sentence = sentence { try configuration.validate() }
            #expect(sentence.hasPrefix(name), "\(sentence)")
        }
    }

    @Test func conflictsNameFieldsAndBothValues() throws {
        let run = TrainingConfiguration()
        var asked = run
        asked.width = 32
        asked.averageDecay = 0.5
        asked.threads = 2
        asked.epochs = 200
        #expect(
            asked.conflicts(with: run) == [
                "averageDecay: the run has none, asked for 0.5", "width: the run has 64, asked for 32",
            ])
        #expect(run.conflicts(with: run).isEmpty)
    }
}
