import Foundation
import Testing

/// A run knows its drawings again, and how long it is to be.
@Suite struct ResumeDataTests {
    let workshop: Workshop
    let run = "runs/00001-disc-tutorial"

    init() throws {
        workshop = try Workshop()
        try workshop.write(DrawingFiles.discs(40), "disc.npy")
        try #require(try workshop.train("disc.npy", "--epochs", "2").status == 0)
    }

    /// The periods of `data.json`.
    private var trainedOn: [[String: Any]] {
        Workshop.jsonObject(workshop.bytes(run + "/data.json"))["trainedOn"] as? [[String: Any]] ?? []
    }

    private func move(_ name: String, to other: String) throws {
        try workshop.write(workshop.bytes(name), other)
        try FileManager.default.removeItem(atPath: workshop.file(name))
    }

    @Test func otherDrawingsOfTheSameNumberAreRefused() throws {
        try workshop.write(DrawingFiles.discs(40, seed: 2), "disc.npy")
        let before = workshop.contents()
        let result = try workshop.run("resume", run, "--epochs", "3")
        #expect(result.status == 65)
        #expect(
            result.isOneSentence
                && result.errors.contains(
                    "was trained on 40 drawings of disc, but its sources now hold other drawings of disc")
                && result.errors.contains("--other-data"), "\(result.errors)")
        #expect(workshop.contents() == before)
    }

    /// Moved and called otherwise, they are the same, and the run ends with the same weights.
    @Test func movedDrawingsAreKnownAgain() throws {
        #expect(try workshop.train("disc.npy", "--epochs", "3", "--out", "whole").status == 0)
        try move("disc.npy", to: "elsewhere/scheibe.npy")
        let absent = try workshop.run("resume", run, "--epochs", "3")
        #expect(absent.status == 66)
        #expect(absent.isOneSentence && absent.errors.contains("resume \(run) SOURCE"), "\(absent.errors)")

        let result = try workshop.run("resume", run, "elsewhere/scheibe.npy", "--epochs", "3")
        #expect(result.status == 0, "\(result.errors)")
        #expect(workshop.generator(run) == workshop.generator("whole/00001-disc-tutorial"))
        let path = workshop.file("elsewhere/scheibe.npy")
        #expect(workshop.config(run)["sources"] as? [String] == [path])
        #expect(trainedOn.count == 1 && trainedOn[0]["sources"] as? [String] == [path])
        #expect(try workshop.run("resume", run, "--epochs", "4").status == 0)
    }

    /// Categories that are called otherwise keep the names that the networks have for them; in another order they are
    /// refused.
    @Test func movedCategoriesKeepTheirNames() throws {
        let both = ["disc.npy", "ring.npy"]
        try workshop.write(DrawingFiles.discs(20, seed: 5), "ring.npy")
        let arguments = [
            "--width", "4", "--latent-size", "8", "--batch-size", "8", "--threads", "1", "--preset", "fine",
        ]
        let trained = try workshop.run(["train"] + both + arguments + ["--epochs", "1", "--out", "two", "--name", "a"])
        #expect(trained.status == 0, "\(trained.errors)")
        for name in both { try move(name, to: "new/\(name == "disc.npy" ? "x" : "a").npy") }
        let swapped = try workshop.run("resume", "two/00001-a", "new/a.npy", "new/x.npy", "--epochs", "2")
        #expect(swapped.status == 65)
        #expect(swapped.isOneSentence && swapped.errors.contains("20 drawings of a, 40 of x"), "\(swapped.errors)")
        let resumed = try workshop.run("resume", "two/00001-a", "new/x.npy", "new/a.npy", "--epochs", "2")
        #expect(resumed.status == 0, "\(resumed.errors)")
        #expect(workshop.config("two/00001-a")["classes"] as? [String] == ["disc", "ring"])
        #expect(try workshop.run("sample", "two/00001-a", "--category", "ring").status == 0)
    }

    /// Also of another number, and again after a kill that left the earlier checkpoint.
    @Test func otherDataIsTakenOnPurposeAndNoted() throws {
        try workshop.write(DrawingFiles.discs(60, seed: 3), "more.npy")
        let earlier = workshop.files(in: run + "/checkpoints")
        let result = try workshop.run("resume", run, "more.npy", "--epochs", "3", "--other-data")
        #expect(result.status == 0, "\(result.errors)")
        // Two epochs of 5 steps, and one of 8.
        #expect(result.output.contains("3 epochs, 18 steps") && result.output.contains("finished at step 18"))
        let note = "from step 10 on the run trains on other drawings, as --other-data has it: 60 drawings of more"
        #expect(result.output.contains(note), "\(result.output)")
        let notices = workshop.jsonLines(run + "/events.jsonl").filter { $0["event"] as? String == "notice" }
        #expect(notices.contains { ($0["message"] as? String)?.hasPrefix(note) == true })
        #expect(trainedOn.map { $0["step"] as? Int } == [0, 10])
        #expect(trainedOn.map { $0["epoch"] as? Int } == [0, 2])

        for (name, bytes) in workshop.files(in: run + "/checkpoints") where earlier[name] != bytes {
            try FileManager.default.removeItem(atPath: workshop.file("\(run)/checkpoints/\(name)"))
        }
        let again = try workshop.run("resume", run, "--epochs", "4")
        #expect(again.status == 0 && again.output.contains("finished at step 26"), "\(again.output)\(again.errors)")
        let back = try workshop.run("resume", run, "disc.npy", "--epochs", "5")
        #expect(back.status == 65 && back.isOneSentence, "\(back.errors)")
    }

    @Test func otherDataInTheMiddleOfAnEpochBeginsItAnew() throws {
        #expect(try workshop.train("disc.npy", "--epochs", "3", "--max-steps", "7", "--name", "cut").status == 0)
        try workshop.write(DrawingFiles.discs(24, seed: 3), "disc.npy")
        let cut = "runs/00002-cut"
        let result = try workshop.run("resume", cut, "--max-steps", "100", "--other-data")
        #expect(result.status == 0, "\(result.errors)")
        // 7 steps are done; the second epoch, begun anew, and the third have 3 steps each.
        #expect(result.output.contains("finished at step 13, 3 epochs done"), "\(result.output)")
    }

    @Test func anOlderRunGetsAChecksum() throws {
        try FileManager.default.removeItem(atPath: workshop.file(run + "/data.json"))
        #expect(try workshop.run("resume", run, "--epochs", "3").status == 0)
        #expect(trainedOn.count == 1 && trainedOn[0]["step"] as? Int == 0)
        try FileManager.default.removeItem(atPath: workshop.file(run + "/data.json"))
        try workshop.write(DrawingFiles.discs(41), "disc.npy")
        let result = try workshop.run("resume", run, "--epochs", "4")
        #expect(result.status == 65 && result.isOneSentence, "\(result.errors)")
        #expect(try workshop.run("resume", run, "--epochs", "4", "--other-data").status == 0)
        #expect(trainedOn.count == 2)
    }

    @Test(arguments: [
        "", "{", #"{"format": 2}"#, #"{"format": 1, "trainedOn": []}"#,
        #"{"format": 1, "trainedOn": [{"epoch": 9223372036854775807, "step": 0, "sources": []}]}"#,
    ])
    func aDamagedRecordIsNamed(text: String) throws {
        try workshop.write(text, run + "/data.json")
        let result = try workshop.run("resume", run, "--epochs", "3")
        #expect(result.status == 65)
        #expect(result.isOneSentence && result.errors.contains("data.json"), "\(result.errors)")
    }

    // MARK: How long

    @Test func whatIsDoneIsSaidAndNothingIsWritten() throws {
        let before = workshop.contents()
        for arguments in [[], ["--epochs", "2"]] {
            let result = try workshop.run(["resume", run] + arguments)
            #expect(result.status == 0, "\(result.errors)")
            #expect(result.output.contains("nothing is left to train: all 10 steps are done"), "\(result.output)")
        }
        #expect(workshop.contents() == before)
    }

    @Test(arguments: [
        (["--epochs", "1"], "has trained 2 epochs (10 steps), and --epochs, the total, is 1; give more than 2"),
        (["--max-steps", "5"], "and --max-steps, the total, is 5; give more than 10"),
        (["--epochs", "9", "--max-steps", "10"], "and --max-steps, the total, is 10; give more than 10"),
        (["--minutes", "0.00001"], "and --minutes, the total, is 1e-05, which is 1 epoch on this machine"),
    ])
    func aTotalThatIsReachedIsRefused(arguments: [String], says: String) throws {
        let before = workshop.contents()
        let result = try workshop.run(["resume", run] + arguments)
        #expect(result.status == 64)
        #expect(result.isOneSentence && result.errors.contains(says), "\(result.errors)")
        #expect(workshop.contents() == before)
    }

    @Test func theStepsOfARunLimitItsEpochs() throws {
        #expect(try workshop.train("disc.npy", "--epochs", "3", "--max-steps", "5", "--name", "short").status == 0)
        let before = workshop.contents()
        let result = try workshop.run("resume", "runs/00002-short", "--epochs", "10")
        #expect(result.status == 64)
        #expect(
            result.isOneSentence && result.errors.contains("and --max-steps, the total, is 5; give more than 5"),
            "\(result.errors)")
        #expect(workshop.contents() == before)
        #expect(
            try workshop.run("resume", "runs/00002-short", "--max-steps", "8").output.contains("finished at step 8"))
    }
}
