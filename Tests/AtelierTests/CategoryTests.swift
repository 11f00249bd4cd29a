import Datasets
import Foundation
import Testing

/// Networks that are told categories apart, and runs that begin with another's weights.
@Suite struct CategoryTests {
    let workshop: Workshop

    init() throws {
        workshop = try Workshop()
        try workshop.write(DrawingFiles.discs(16), "disc.npy")
        try workshop.write(DrawingFiles.discs(16, seed: 5), "other.npy")
    }

    /// A run of both categories.
    private func train(_ arguments: String..., name: String = "two") throws -> Tool.Result {
        try workshop.run(
            [
                "train", "disc.npy", "other.npy", "--epochs", "2", "--width", "4", "--latent-size", "8", "--batch-size",
                "8",
            ]
                + ["--threads", "1", "--name", name] + arguments)
    }

    private let run = "runs/00001-two"

    @Test func categoriesAreDrawnByName() throws {
        let trained = try train()
        #expect(trained.status == 0, "\(trained.errors)")
        #expect(workshop.config(run)["classes"] as? [String] == ["disc", "other"])
        func sample(_ arguments: String...) throws -> [UInt8] {
            let result = try workshop.run(["sample", run, "--count", "8", "-o", "sample.png"] + arguments)
            #expect(result.status == 0, "\(result.errors)")
            return workshop.bytes("sample.png")
        }
        // Two rows of four: without a name, a row a category.
        let (both, disc, other) = (try sample(), try sample("--category", "disc"), try sample("--category", "other"))
        #expect(disc != other && both != disc && both != other)
        #expect(try sample("--category", "disc,other") == both)
        #expect(try sample("--category", "other,disc") != both)

        let morph = try workshop.run(
            "sample", run, "--category", "disc,other", "--interpolate", "6", "--count", "2", "-o", "morph.gif")
        #expect(morph.status == 0, "\(morph.errors)")
        #expect(try workshop.run("export", run, "--format", "onnx").status == 0)
        let keras = try workshop.run("export", run, "--format", "keras-h5")
        #expect(keras.isOneSentence && keras.errors.contains("Keras has no input for labels"))
        #expect(try workshop.run("networks", run).output.contains("classEmbedding"))
    }

    @Test(arguments: [
        ("cow", "--category is cow, which"), ("", "--category is empty"), ("disc,cow", "--category is cow"),
    ])
    func unknownCategoriesAreExplained(category: String, sentence: String) throws {
        #expect(try train().status == 0)
        let result = try workshop.run("sample", run, "--category", category)
        #expect(result.isOneSentence && result.errors.contains(sentence), "\(result.errors)")
        #expect(!workshop.exists("drawings.png"))
    }

    @Test func networksWithoutCategoriesSayThatTheyHaveNone() throws {
        #expect(try train("--unconditional").status == 0)
        #expect(workshop.config(run)["classes"] as? [String] == [])
        let result = try workshop.run("sample", run, "--category", "disc")
        #expect(result.isOneSentence && result.errors.contains("knows no categories"), "\(result.errors)")
    }

    /// Stopped and resumed, a run of several categories ends with the same bits.
    @Test func theyResumeToTheSameBits() throws {
        #expect(try train().status == 0)
        #expect(try train("--max-steps", "3", name: "stopped").status == 0)
        #expect(try workshop.run("resume", "runs/00002-stopped", "--max-steps", "8").status == 0)
        #expect(workshop.generator(run) == workshop.generator("runs/00002-stopped"))
        #expect(!workshop.generator(run).isEmpty)
    }

    @Test func aRunBeginsWithAnothersWeights() throws {
        #expect(try train().status == 0)
        func begin(_ sources: [String], _ arguments: String..., name: String) throws -> Tool.Result {
            try workshop.run(
                ["train"] + sources + ["--from", run, "--name", name, "--batch-size", "8", "--threads", "1"]
                    + ["--learning-rate", "1e-9", "--epochs", "1"] + arguments)
        }
        let same = try begin(["disc.npy", "other.npy"], name: "same")
        #expect(same.status == 0, "\(same.errors)")
        func layers(_ run: String) throws -> String { try workshop.run("networks", run).output }
        #expect(try layers(run) == layers("runs/00002-same"))
        // Hardly trained, it draws what the other does.
        func pixels(_ run: String) throws -> [UInt8] {
            #expect(try workshop.run("sample", run, "-o", "sample.png").status == 0)
            return try PNG.decode(contentsOf: workshop.file("sample.png")).pixels
        }
        let (first, second) = (try pixels(run), try pixels("runs/00002-same"))
        #expect(zip(first, second).count { abs(Int($0) - Int($1)) > 24 } < first.count / 50)

        // Of other classes, all but what belongs to these is taken over; of none, the networks are others.
        try workshop.write(DrawingFiles.discs(16, seed: 9), "third.npy")
        let third = try begin(["disc.npy", "other.npy", "third.npy"], name: "third")
        #expect(third.status == 0, "\(third.errors)")
        let before = workshop.names("runs")
        let one = try begin(["disc.npy"], name: "one")
        #expect(one.isOneSentence && one.errors.contains("\(run)/generator.safetensors: "), "\(one.errors)")
        let wide = try begin(["disc.npy", "other.npy"], "--width", "8", name: "wide")
        #expect(wide.isOneSentence && wide.errors.contains("of another size"), "\(wide.errors)")
        let absent = try workshop.run("train", "disc.npy", "--from", "runs/absent")
        #expect(absent.isOneSentence && absent.errors.contains("runs/absent"), "\(absent.errors)")
        #expect(workshop.names("runs") == before)
    }
}
