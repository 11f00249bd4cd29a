import Foundation
import Testing

#if canImport(Glibc)
    import Glibc
#elseif canImport(Darwin)
    import Darwin
#endif

@Suite struct ResumeTests {
    let workshop: Workshop
    let run = "runs/00001-disc-tutorial"

    init() throws {
        workshop = try Workshop()
        try workshop.write(DrawingFiles.discs(40), "disc.npy")
    }

    @Test func everySettingThatDiffersIsListed() throws {
        #expect(try workshop.train("disc.npy", "--epochs", "1").status == 0)
        let before = workshop.contents()
        let result = try workshop.run(
            "resume", run, "--width", "8", "--seed", "9", "--epochs", "3", "--learning-rate", "0.5", "--batch-size",
            "8",
            "--held-out", "0.2")
        #expect(result.status == 64)
        #expect(result.isOneSentence, "\(result.errors)")
        #expect(result.errors.contains("width: the run has 4, asked for 8"))
        #expect(result.errors.contains("seed: the run has 0, asked for 9"))
        #expect(result.errors.contains("heldOut: the run has 0.0, asked for 0.2"))
        #expect(result.errors.contains("learningRate: the run has 0.0001, asked for 0.5"))
        for same in ["epochs", "batchSize", "latentSize"] { #expect(!result.errors.contains(same)) }
        #expect(workshop.contents() == before)
    }

    @Test func whatIsNoRunIsNamed() throws {
        try workshop.write("text", "folder/file.txt")
        for path in ["absent", "disc.npy", "folder", "runs/00007-none"] {
            let result = try workshop.run("resume", path)
            #expect(result.status == 64)
            #expect(result.isOneSentence, "\(result.errors)")
            #expect(result.errors.contains(path))
        }
        #expect(workshop.names() == ["disc.npy", "folder"])
    }

    @Test func aDamagedConfigurationIsNamed() throws {
        #expect(try workshop.train("disc.npy", "--max-steps", "1").status == 0)
        let config = run + "/config.json"
        for text in ["", "{", #"{"sources": 5}"#, #"{"colour": "red"}"#] {
            try workshop.write(text, config)
            let result = try workshop.run("resume", run)
            #expect(result.status == 64)
            #expect(result.isOneSentence && result.errors.contains("config.json"), "\(result.errors)")
        }
    }

    @Test func aRunIsTrainedByOneProcessAtATime() throws {
        let first = try workshop.start(Workshop.trainArguments("disc.npy", ["--epochs", "100000"]))
        try #require(first.wait { workshop.exists(run + "/generator.safetensors") })
        let second = try workshop.run("resume", run)
        #expect(second.status == 64)
        #expect(second.isOneSentence, "\(second.errors)")
        #expect(second.errors.contains("is being trained by another process"))
        first.send(SIGINT)
        #expect(try first.wait().status == 130)
        let step = try #require(workshop.jsonLines(run + "/events.jsonl").last?["step"] as? Int)
        #expect(try workshop.run("resume", run, "--max-steps", "\(step + 1)").status == 0)
    }

    @Test func otherDataIsRefused() throws {
        #expect(try workshop.train("disc.npy", "--epochs", "1").status == 0)
        try workshop.write(DrawingFiles.discs(41), "disc.npy")
        let before = workshop.contents()
        let result = try workshop.run("resume", run, "--epochs", "2")
        #expect(result.status == 65)
        #expect(result.isOneSentence, "\(result.errors)")
        #expect(result.errors.contains("40") && result.errors.contains("41"))
        #expect(workshop.contents() == before)

        try FileManager.default.removeItem(atPath: workshop.file("disc.npy"))
        let absent = try workshop.run("resume", run, "--epochs", "2")
        #expect(absent.status == 66)
        #expect(absent.isOneSentence && absent.errors.contains("disc.npy"), "\(absent.errors)")
    }

    @Test func aRunWithoutItsCheckpointFolderIsNamed() throws {
        #expect(try workshop.train("disc.npy", "--epochs", "1").status == 0)
        try FileManager.default.removeItem(atPath: workshop.file(run + "/checkpoints"))
        let result = try workshop.run("resume", run, "--epochs", "2")
        #expect(result.status != 0)
        #expect(result.isOneSentence && result.errors.contains("checkpoints"), "\(result.errors)")
    }

    @Test func resumingFromAnotherFolderFindsTheData() throws {
        #expect(try workshop.train("./disc.npy", "--epochs", "1").status == 0)
        let elsewhere = try Workshop()
        let result = try elsewhere.run("resume", workshop.file(run), "--epochs", "2")
        #expect(result.status == 0)
        #expect(elsewhere.names().isEmpty)
    }
}
