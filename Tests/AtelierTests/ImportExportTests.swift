import Foundation
import Testing

@Suite struct ImportExportTests {
    let workshop: Workshop
    let run = TrainedRun.name
    init() throws {
        workshop = try Workshop()
        try TrainedRun.copy(into: workshop)
    }

    /// Files that Keras wrote: a generator for 16×16 pixels in colour, and its discriminator.
    private static let fixtures = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
        .deletingLastPathComponent()
        .appendingPathComponent("Fixtures/interchange").path
    private let kerasGenerator = fixtures + "/keras-generator.weights.h5"
    private let kerasDiscriminator = fixtures + "/tf_keras-discriminator.h5"

    @Test(
        arguments: [
            ("keras-h5", ".h5"), ("keras-v3", ".weights.h5"), ("keras", ".keras"), ("safetensors", ".safetensors"),
            ("onnx", ".onnx"),
        ], ["generator", "discriminator"])
    func exportWritesAFile(format: (name: String, ending: String), network: String) throws {
        let result = try workshop.run("export", run, "--format", format.name, "--network", network)
        #expect(result.status == 0, "\(result.errors)")
        #expect(result.output.hasPrefix(network + format.ending))
        #expect(!workshop.bytes(network + format.ending).isEmpty)
        let named = "x" + format.ending
        #expect(try workshop.run("export", run, "--format", format.name, "--network", network, "-o", named).status == 0)
        #expect(workshop.bytes(named) == workshop.bytes(network + format.ending))
    }

    @Test func exportOfTheRunsOwnFormatsIsTheSameFile() throws {
        #expect(try workshop.run("export", run, "--format", "keras-h5").status == 0)
        #expect(workshop.bytes("generator.h5") == workshop.bytes(run + "/generator.h5"))
        #expect(try workshop.run("export", run, "--format", "safetensors").status == 0)
        #expect(workshop.bytes("generator.safetensors") == workshop.generator(run))
    }

    @Test(arguments: [
        ["--format", "tflite"], ["--format", "onnx", "-o", "x.h5"], ["--format", "keras-v3", "-o", "x.h5"],
        ["--format", "keras-h5", "-o", "x.weights.h5"], ["--format", "onnx", "--network", "both"], [],
    ])
    func whatCannotBeExportedIsOneSentence(arguments: [String]) throws {
        let before = workshop.contents()
        let result = try workshop.run(["export", run] + arguments)
        #expect(result.status == 64)
        #expect(result.isOneSentence, "\(result.errors)")
        #expect(workshop.contents() == before)
    }

    @Test func whatIsNotThereCannotBeExported() throws {
        #expect(try workshop.run("export", "runs/00009-none", "--format", "onnx").isOneSentence)
        try FileManager.default.removeItem(atPath: workshop.file(run + "/discriminator.safetensors"))
        let result = try workshop.run("export", run, "--format", "onnx", "--network", "discriminator")
        #expect(result.status == 64 && result.isOneSentence && result.errors.contains("no discriminator.safetensors"))
        let elsewhere = try workshop.run("export", run, "--format", "onnx", "-o", "no/such/x.onnx")
        #expect(elsewhere.status == 74 && elsewhere.isOneSentence && elsewhere.errors.contains("no/such/x.onnx"))
    }

    /// A generator that went out and came in draws the same pictures.
    @Test(arguments: ["keras-h5", "keras-v3", "keras"]) func importedGeneratorsDrawTheSame(format: String) throws {
        let exported = try workshop.run("export", run, "--format", format)
        let file = String(exported.output.prefix { $0 != ":" })
        let result = try workshop.run("import", "--generator", file, "--name", "back")
        #expect(result.status == 0, "\(result.errors)")
        #expect(result.output.hasPrefix("runs/00002-back: 16×16 pixels, latents of 8, width 4"))
        for (run, picture) in [(run, "one.png"), ("runs/00002-back", "other.png")] {
            #expect(try workshop.run("sample", run, "--seed", "3", "-o", picture).status == 0)
        }
        #expect(workshop.bytes("one.png") == workshop.bytes("other.png"))
        let resumed = try workshop.run("resume", "runs/00002-back")
        #expect(
            resumed.status == 64 && resumed.isOneSentence && resumed.errors.contains("without drawings to train on"))
    }

    @Test func importedPairsTrainOn() throws {
        for number in 0..<8 { try workshop.write(DrawingFiles.colourPNG(number, side: 16), "drawings/\(number).png") }
        let result = try workshop.run(
            "import", "--generator", kerasGenerator, "--discriminator", kerasDiscriminator, "drawings", "--epochs", "2",
            "--batch-size", "4", "--threads", "1", "--average-decay", "0.9")
        #expect(result.status == 0, "\(result.errors)")
        let imported = "runs/00002-keras"
        let before = workshop.generator(imported)
        let trained = try workshop.run("resume", imported)
        #expect(trained.status == 0, "\(trained.errors)")
        #expect(trained.output.contains("finished at step 4"))
        #expect(workshop.generator(imported) != before)
        #expect(workshop.names(imported).contains("generator.h5"))
        #expect(workshop.names(imported + "/samples") == ["epoch-0000.png", "epoch-0001.png", "epoch-0002.png"])
    }

    @Test func whatCannotBeImportedChangesNothing() throws {
        try workshop.write(DrawingFiles.discs(8), "grey.npy")
        let pair = ["--generator", kerasGenerator, "--discriminator", kerasDiscriminator]
        let cases: [(arguments: [String], says: String)] = [
            (["--generator", "none.h5"], "none.h5"),
            (["--generator", "."], "Is a directory"),
            (["--generator", run + "/generator.safetensors"], "is not an HDF5 file"),
            (["--generator", kerasDiscriminator], "holds a discriminator, expected a generator"),
            (["--generator", kerasGenerator, "--discriminator", kerasGenerator], "holds a generator"),
            (["--generator", kerasGenerator, "--discriminator", run + "/discriminator.h5"], "trained together"),
            (["--generator", kerasGenerator, "grey.npy"], "there is no discriminator"),
            (pair + ["grey.npy"], "channels"),
            (pair + ["none.npy"], "none.npy"),
            (["--generator", kerasGenerator, "--discriminator", Self.fixtures + "/hostile/nan.h5"], "not a number"),
            (["--generator", Self.fixtures + "/hostile/external-link.h5"], "which is not followed"),
        ]
        let before = workshop.contents()
        for (arguments, says) in cases {
            let result = try workshop.run(["import"] + arguments)
            #expect(result.status != 0)
            #expect(result.isOneSentence && result.errors.contains(says), "\(result.errors)")
            #expect(workshop.contents() == before)
        }
    }

    @Test func flagsDecideWhatARunKeeps() throws {
        try workshop.write(DrawingFiles.discs(8), "disc.npy")
        #expect(try workshop.train("disc.npy", "--epochs", "1", "--no-keras", "--name", "none").status == 0)
        #expect(!workshop.exists("runs/00002-none/generator.h5"))
        #expect(
            try workshop.train("disc.npy", "--epochs", "1", "--preset", "quick", "--tensorboard", "--name", "quick")
                .status == 0)
        #expect(!workshop.exists("runs/00003-quick/generator.h5"))
        #expect(workshop.names("runs/00003-quick/tensorboard").count == 1)
        // What is kept may change when a run goes on.
        let resumed = try workshop.run("resume", "runs/00003-quick", "--epochs", "2", "--keras", "--no-tensorboard")
        #expect(resumed.status == 0, "\(resumed.errors)")
        #expect(workshop.exists("runs/00003-quick/generator.h5"))
        #expect(workshop.names("runs/00003-quick/tensorboard").count == 1)
    }
}
