import Foundation
import Testing

@Suite struct ConfigurationTests {
    let workshop: Workshop
    init() throws {
        workshop = try Workshop()
        try workshop.write(DrawingFiles.discs(8), "disc.npy")
    }

    private func dryRun(_ arguments: String...) throws -> [String: Any] {
        let result = try workshop.run(["train", "disc.npy", "--dry-run"] + arguments)
        #expect(result.status == 0)
        #expect(result.errors.isEmpty)
        return Workshop.jsonObject(Array(result.output.utf8))
    }

    @Test func aDryRunPrintsTheConfigurationAndLeavesNothing() throws {
        let before = workshop.contents()
        let printed = try dryRun("--preset", "tutorial", "--seed", "18446744073709551615")
        #expect(printed["batchSize"] as? Int == 256)
        #expect(printed["learningRate"] as? Double == 1e-4)
        #expect(printed["lossReduction"] as? String == "sum")
        #expect(printed["epochs"] as? Int == 100)
        #expect(printed["width"] as? Int == 64)
        #expect(printed["imageSize"] as? Int == 16)
        #expect(printed["channels"] as? Int == 1)
        #expect(printed["seed"] as? UInt64 == .max)
        #expect(workshop.contents() == before)
    }

    /// Fine is what trains where nothing says otherwise; how many epochs ten minutes are is not known before.
    @Test func thePresetIsFineUnlessAsked() throws {
        let printed = try dryRun()
        #expect(printed["preset"] as? String == "fine" && printed["minutes"] as? Double == 10)
        #expect(printed["epochs"] is NSNull && printed["architecture"] as? String == "residual")
        let shorter = try dryRun("--epochs", "3")
        #expect(shorter["minutes"] == nil && shorter["epochs"] as? Int == 3)
    }

    @Test func aLengthIsGivenInOneWay() throws {
        let result = try workshop.run("train", "disc.npy", "--epochs", "3", "--minutes", "1")
        #expect(result.status == 65 || result.status == 64)
        #expect(result.isOneSentence)
        #expect(result.errors.contains("--epochs and --minutes say the same in two ways"))
        #expect(workshop.names() == ["disc.npy"])
    }

    /// A trial shows how many epochs the minutes are; the run's configuration says so, and resumes to that.
    @Test func minutesBecomeEpochs() throws {
        let result = try workshop.train("disc.npy", "--minutes", "0.01")
        #expect(result.status == 0, "\(result.errors)")
        #expect(result.output.contains("0.01 minutes are"))
        let config = workshop.config(workshop.onlyRun())
        #expect(config["minutes"] == nil && (config["epochs"] as? Int ?? 0) > 0)
    }

    @Test func laterLayersReplaceEarlierOnes() throws {
        let quick = try dryRun("--preset", "quick")
        #expect(quick["batchSize"] as? Int == 32)
        #expect(quick["beta1"] as? Double == 0.5)

        let file = try workshop.write(#"{"batchSize": 32, "epochs": 5, "dropoutRate": 0.1}"#, "settings.json")
        let layered = try dryRun("--preset", "quick", "--config", file, "--epochs", "7")
        #expect(layered["beta1"] as? Double == 0.5)
        #expect(layered["batchSize"] as? Int == 32)
        #expect(layered["dropoutRate"] as? Double == 0.1)
        #expect(layered["epochs"] as? Int == 7)
        #expect(layered["preset"] as? String == "quick")
    }

    @Test func aRunsConfigurationTrainsAnother() throws {
        #expect(try workshop.train("disc.npy", "--max-steps", "1").status == 0)
        let config = workshop.onlyRun() + "/config.json"
        let result = try workshop.run("train", "--config", config)
        #expect(result.status == 0)
        #expect(workshop.bytes(config) == workshop.bytes("runs/00002-disc-tutorial/config.json"))
        #expect(workshop.generator("runs/00001-disc-tutorial") == workshop.generator("runs/00002-disc-tutorial"))
    }

    @Test(arguments: [
        (#"{"epoch": 5}"#, "\"epoch\""), (#"{"epochs": "five"}"#, "epochs"), (#"{"preset": "slow"}"#, "slow"),
        ("[1, 2]", "JSON object"), ("", "JSON object"), (#"{"epochs": 5"#, "JSON object"),
        (#"{"epochs": 0}"#, "epochs is 0"), (#"{"channels": 2}"#, "channels is 2"),
        (#"{"width": 1e30}"#, "width"), (#"{"epochs": null, "minutes": null}"#, "epochs"), (#"{"seed": -1}"#, "seed"),
        (#"{"learningRate": 1e999}"#, "settings.json"), (#"{"device": "abacus"}"#, "abacus"),
    ])
    func aBadSettingsFileIsOneSentence(text: String, named: String) throws {
        let file = try workshop.write(text, "settings.json")
        let before = workshop.contents()
        let result = try workshop.run("train", "disc.npy", "--config", file)
        #expect(result.status == 64)
        #expect(result.isOneSentence, "\(result.errors)")
        #expect(result.errors.contains(named), "\(result.errors)")
        #expect(workshop.contents() == before)
    }

    @Test func anAbsentSettingsFileIsOneSentence() throws {
        let result = try workshop.run("train", "disc.npy", "--config", "absent.json")
        #expect(result.status == 64)
        #expect(result.isOneSentence && result.errors.contains("absent.json"), "\(result.errors)")
    }

    @Test(arguments: [
        ("epochs", "-3"), ("batch-size", "1"), ("width", "1000000000"), ("latent-size", "0"), ("learning-rate", "nan"),
        ("image-size", "30"), ("max-steps", "0"), ("max-images", "0"), ("threads", "100000"), ("keep", "0"),
        ("average-decay", "1"), ("preset", "slow"), ("device", "abacus"), ("precision", "float16"),
    ])
    func aValueOutOfRangeIsOneSentenceThatNamesTheFlag(flag: String, value: String) throws {
        let before = workshop.contents()
        let result = try workshop.run("train", "disc.npy", "--\(flag)=\(value)")
        #expect(result.status == 64)
        #expect(result.isOneSentence, "\(result.errors)")
        #expect(result.errors.contains(flag), "\(result.errors)")
        #expect(workshop.contents() == before)
    }

    @Test func bfloat16WhereTheProcessorHasIt() throws {
        let before = workshop.contents()
        let result = try workshop.train("disc.npy", "--precision", "bfloat16", "--max-steps", "2", "--name", "rounded")
        if result.status == 0 {
            let log = String(decoding: workshop.bytes("runs/00001-rounded/log.txt"), as: UTF8.self)
            #expect(log.contains("convolutions by AVX-512 in bfloat16"))
        } else {
            #expect(result.status == 69)
            #expect(result.isOneSentence && result.errors.contains("--precision float32"), "\(result.errors)")
            #expect(workshop.contents() == before)
        }
    }

    @Test(arguments: ["cuda:99", "mps"])
    func aDeviceThatIsNotThereIsOneSentence(device: String) throws {
        #if os(macOS)
            if device == "mps" { return }
        #endif
        let before = workshop.contents()
        let result = try workshop.train("disc.npy", "--device", device)
        #expect(result.status == 69)
        #expect(result.isOneSentence, "\(result.errors)")
        #expect(workshop.contents() == before)
    }
}
