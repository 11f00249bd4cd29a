import Datasets
import Foundation
import Testing

@Suite struct RunFolderTests {
    let workshop: Workshop
    init() throws {
        workshop = try Workshop()
        try workshop.write(DrawingFiles.discs(40), "disc.npy")
    }

    @Test func aRunLeavesEverythingInItsFolder() throws {
        let result = try workshop.train("disc.npy", "--epochs", "2", "--config", workshop.writeSettings())
        #expect(result.status == 0)
        #expect(result.errors.isEmpty)
        #expect(workshop.names("runs") == [".last-run", "00001-disc-tutorial"])
        let run = "runs/00001-disc-tutorial"
        #expect(
            workshop.names(run) == [
                "checkpoints", "config.json", "data.json", "discriminator.h5", "discriminator.safetensors",
                "events.jsonl",
                "generator.h5", "generator.safetensors", "log.txt", "reals.png", "samples", "samples.gif",
            ])
        #expect(workshop.names(run + "/samples") == ["epoch-0000.png", "epoch-0001.png", "epoch-0002.png"])
        #expect(workshop.checkpoints(run) == ["epoch-0001.safetensors", "epoch-0002.safetensors"])

        #expect(workshop.config(run)["epochs"] as? Int == 2)
        #expect(workshop.config(run)["imageSize"] as? Int == 16)
        #expect(workshop.config(run)["sources"] as? [String] == [workshop.file("disc.npy")])

        let events = workshop.jsonLines(run + "/events.jsonl")
        #expect(
            events.map { $0["event"] as? String }
                == ["started"] + [String](repeating: "step", count: 5) + ["epoch"]
                + [String](repeating: "step", count: 5) + ["epoch", "stopped"])
        for event in events where ["step", "epoch"].contains(event["event"] as? String) {
            for field in [
                "time", "step", "epoch", "imagesSeen", "discriminatorLoss", "generatorLoss", "realProbability",
                "fakeProbability", "imagesPerSecond", "residentBytes",
            ] { #expect((event[field] as? Double).map { $0 > 0 } == true, "\(field)") }
        }
        #expect(Tool.lines(String(decoding: workshop.bytes(run + "/log.txt"), as: UTF8.self)).count == events.count)
    }

    /// 4×4 drawings of 16 pixels, at least doubled, with gutters.
    @Test func picturesAreGridsOnLightPaper() throws {
        #expect(try workshop.train("disc.npy", "--epochs", "1").status == 0)
        let run = workshop.onlyRun()
        for name in ["reals.png", "samples/epoch-0000.png", "samples/epoch-0001.png"] {
            let picture = try PNG.decode(contentsOf: workshop.file("\(run)/\(name)"))
            #expect(picture.width == picture.height)
            #expect(picture.width >= 2 * 64)
        }
        let reals = try PNG.decode(contentsOf: workshop.file(run + "/reals.png"))
        #expect(reals.pixels.contains(255))
        #expect(reals.pixels.contains { $0 < 80 })
        let film = workshop.bytes(run + "/samples.gif")
        #expect(film.starts(with: "GIF89a".utf8))
        #expect(film.last == 0x3b)
    }

    @Test func plainLinesWhereThereIsNoTerminal() throws {
        let result = try workshop.train("disc.npy", "--epochs", "2")
        let lines = result.outputLines
        try #require(lines.count == 11)
        #expect(
            lines[0].hasPrefix("training on 40 drawings of disc; 2 epochs, 10 steps, cpu, 1 thread, convolutions by "))
        #expect(
            lines[1].hasPrefix(
                "note: 10 steps are too few to draw more than blots; with 40 drawings, 5 steps an epoch,"))
        #expect(lines[1].hasSuffix("take --epochs 80 or more, or --minutes"))
        #expect(lines[2].hasPrefix("epoch 1 took "))
        #expect(lines[3].hasPrefix("epoch 2 took "))
        #expect(lines[4] == "finished at step 10, 2 epochs done")
        #expect(lines[5].contains("runs/00001-disc-tutorial/samples.gif"))
        #expect(lines[7].contains("atelier sample runs/00001-disc-tutorial --count"))
        #expect(lines[8].contains("atelier sample runs/00001-disc-tutorial --interpolate"))
        #expect(lines[9].hasSuffix("atelier studio --open"))
        #expect(lines[10].contains("atelier resume runs/00001-disc-tutorial --epochs"))
        #expect(!result.output.contains("\u{1B}"))
    }

    @Test func jsonOutputIsAnEventALine() throws {
        let result = try workshop.train("disc.npy", "--epochs", "2", "--json")
        #expect(result.status == 0)
        let events = Workshop.jsonLines(result.output)
        #expect(events.count == result.outputLines.count)
        #expect(events.count == 14)
        #expect(events.first?["event"] as? String == "started")
        #expect(events.first?["totalSteps"] as? Int == 10)
        #expect(events.last?["event"] as? String == "stopped")
        #expect(events.last?["reason"] as? String == "finished")
    }

    @Test func numbersAreNeverUsedAgain() throws {
        let arguments = Workshop.trainArguments("disc.npy", ["--max-steps", "1"])
        for _ in 1...2 { #expect(try workshop.run(arguments).status == 0) }
        try FileManager.default.removeItem(atPath: workshop.file("runs/00002-disc-tutorial"))
        #expect(try workshop.run(arguments + ["--name", "My Cats!", "--preset", "quick"]).status == 0)
        #expect(workshop.names("runs") == [".last-run", "00001-disc-tutorial", "00003-my-cats"])
    }

    @Test func runsStartedAtOnceTakeDifferentNumbers() throws {
        let arguments = Workshop.trainArguments("disc.npy", ["--max-steps", "1"])
        let running = try (0..<3).map { _ in try workshop.start(arguments) }
        for run in running { #expect(try run.wait().status == 0) }
        #expect(
            workshop.names("runs") == [
                ".last-run", "00001-disc-tutorial", "00002-disc-tutorial", "00003-disc-tutorial",
            ])
    }

    @Test func maxStepsEndsInsideAnEpoch() throws {
        #expect(try workshop.train("disc.npy", "--max-steps", "7").status == 0)
        let run = workshop.onlyRun()
        #expect(workshop.checkpoints(run) == ["epoch-0001-batch-0002.safetensors", "epoch-0001.safetensors"])
        #expect(workshop.jsonLines(run + "/events.jsonl").last?["step"] as? Int == 7)
        #expect(!workshop.generator(run).isEmpty)
    }

    @Test func checkpointsWithinAnEpochAreWrittenAsOftenAsAskedFor() throws {
        let often = ["--epochs", "1", "--checkpoint-minutes", "0.000001", "--keep", "10"]
        #expect(try workshop.run(Workshop.trainArguments("disc.npy", often)).status == 0)
        #expect(
            workshop.checkpoints(workshop.onlyRun()) == [
                "epoch-0000-batch-0001.safetensors", "epoch-0000-batch-0002.safetensors",
                "epoch-0000-batch-0003.safetensors", "epoch-0000-batch-0004.safetensors", "epoch-0001.safetensors",
            ])
    }

    @Test func checkpointsAreThoseOfTheLastEpochsAndOfEveryTenth() throws {
        #expect(try workshop.train("disc.npy", "--max-images", "8", "--epochs", "12", "--keep", "1").status == 0)
        #expect(
            workshop.checkpoints(workshop.onlyRun()) == ["epoch-0010.safetensors", "epoch-0012.safetensors"])
    }
}
