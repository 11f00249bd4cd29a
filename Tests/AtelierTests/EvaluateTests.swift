import Foundation
import Testing

/// `atelier evaluate`, of files, folders and runs.
@Suite struct EvaluateTests {
    let workshop: Workshop
    /// What an evaluation leaves.
    private static let files = ["convincing.png", "evaluation.json", "nearest.png"]

    init() throws {
        workshop = try Workshop()
        try workshop.write(DrawingFiles.discs(600, seed: 3), "real.npy")
        try workshop.write(DrawingFiles.discs(200), "discs.npy")
    }

    private func object(_ text: String) throws -> [String: Any] {
        try #require(JSONSerialization.jsonObject(with: Data(text.utf8)) as? [String: Any])
    }

    @Test func aFileIsJudgedBesideAnother() throws {
        let result = try workshop.run("evaluate", "discs.npy", "--against", "real.npy")
        #expect(result.status == 0, "\(result.errors)")
        #expect(result.output.hasPrefix("discs.npy: 200 drawings beside 600 real ones"))
        for words in [
            "doodle classifier 1, 200 drawings of each", "random convolutions 1, 200 drawings of each", "verdict",
        ] {
            #expect(result.output.contains(words), "\(words)")
        }
        #expect(workshop.names("evaluation") == Self.files)
    }

    @Test func jsonHasTheFiguresAndTheVerdictInBothLanguages() throws {
        let arguments = ["evaluate", "discs.npy", "--against", "real.npy", "--json", "-o", "pictures"]
        let result = try workshop.run(arguments)
        let evaluation = try object(result.output)
        let opinions = try #require(evaluation["opinions"] as? [[String: Any]])
        #expect(opinions.compactMap { $0["judge"] as? String } == ["doodle classifier 1", "random convolutions 1"])
        let verdict = try #require(evaluation["verdict"] as? [[String: Any]])
        let sentence = try #require(verdict.first?["sentence"] as? [String: String])
        #expect(sentence["en"]?.isEmpty == false && sentence["zh"]?.isEmpty == false)
        #expect(workshop.names("pictures") == Self.files)
        #expect(workshop.bytes("pictures/evaluation.json") == Array(result.output.utf8))
        #expect(try workshop.run(arguments).output == result.output, "the same seed gives the same figures")
    }

    @Test func aRunIsJudgedByItsOwnData() throws {
        #expect(try workshop.train("discs.npy", "--epochs", "2").status == 0)
        let run = workshop.onlyRun()
        for extra in [[], ["--checkpoint", "1"]] {
            let result = try workshop.run(["evaluate", run, "--count", "100"] + extra)
            #expect(result.status == 0, "\(result.errors)")
            #expect(result.output.contains("100 drawings beside 200 real ones"))
        }
        #expect(workshop.names(run + "/evaluation") == Self.files)
        let absent = try workshop.run("evaluate", run, "--checkpoint", "7")
        #expect(absent.status == 64 && absent.isOneSentence && absent.errors.contains("kept are those of epochs 1, 2"))
    }

    @Test func allEpochsSayWhereARunIsGoing() throws {
        #expect(try workshop.train("discs.npy", "--epochs", "3").status == 0)
        let run = workshop.onlyRun()
        let result = try workshop.run("evaluate", run, "--count", "100", "--all-epochs", "--json")
        #expect(result.status == 0, "\(result.errors)")
        let evaluation = try object(result.output)
        let epochs = try #require((evaluation["history"] as? [String: Any])?["epochs"] as? [[String: Any]])
        #expect(epochs.compactMap { $0["epoch"] as? Int } == [1, 2, 3])
        let kinds = try #require(evaluation["verdict"] as? [[String: Any]]).compactMap { $0["kind"] as? String }
        #expect(["improving", "worse", "settled"].contains(kinds.first ?? ""))
    }

    @Test func aRunIsJudgedByWhatItHeldOut() throws {
        #expect(try workshop.train("real.npy", "--epochs", "2", "--held-out", "0.25").status == 0)
        let run = workshop.onlyRun()
        let result = try workshop.run("evaluate", run, "--count", "150")
        #expect(result.status == 0, "\(result.errors)")
        #expect(result.output.contains("150 real ones that were held out of training, and 450 that were not"))
        #expect(result.output.contains("  nearer to training "))
        // It was judged after its last epoch.
        #expect(workshop.exists(run + "/best.safetensors"))
        let epochs = workshop.jsonLines(run + "/events.jsonl").filter { $0["event"] as? String == "epoch" }
        #expect(epochs.last?["distance"] as? Double != nil)
        for weights in ["best", "newest"] {
            #expect(try workshop.run("sample", run, "--weights", weights, "-o", "\(weights).png").status == 0)
        }
        #expect(workshop.bytes("best.png") == workshop.bytes("newest.png"))
    }

    @Test func runsAreComparedWithTheSameDrawings() throws {
        for seed in ["1", "2"] {
            #expect(try workshop.train("discs.npy", "--epochs", "1", "--seed", seed).status == 0)
        }
        let runs = workshop.names("runs").filter { !$0.hasPrefix(".") }.map { "runs/\($0)" }
        let result = try workshop.run(["compare", "--count", "100"] + runs)
        #expect(result.status == 0, "\(result.errors)")
        #expect(result.outputLines.first == "Fréchet distance, doodle classifier 1, 100 drawings of each")
        #expect(result.output.contains("settings that differ\n  seed\n"))
        #expect(workshop.exists("compare.png"))
        for (arguments, words) in [
            ([runs[0]], "at least two"), ([runs[0], "discs.npy"], "discs.npy"), (runs + ["-o", "a.gif"], ".png"),
        ] {
            let result = try workshop.run(["compare"] + arguments)
            #expect(result.status == 64 && result.isOneSentence && result.errors.contains(words), "\(result.errors)")
        }
    }

    @Test func drawingsOfAnotherSizeAreBroughtToIt() throws {
        try workshop.write(DrawingFiles.discs(300, side: 32), "large.npy")
        let result = try workshop.run("evaluate", "large.npy", "--against", "real.npy")
        #expect(result.status == 0, "\(result.errors)")
    }

    @Test func coloursAreJudgedByRandomConvolutionsAlone() throws {
        for name in ["colour", "others"] {
            for number in 0..<220 {
                let picture = try DrawingFiles.colourPNG(name == "colour" ? number : number + 1000, side: 16)
                try workshop.write(picture, "\(name)/\(number).png")
            }
        }
        let result = try workshop.run("evaluate", "colour", "--against", "others")
        #expect(result.status == 0, "\(result.errors)")
        #expect(!result.output.contains("doodle classifier"))
        let mixed = try workshop.run("evaluate", "discs.npy", "--against", "others")
        #expect(mixed.status == 65 && mixed.isOneSentence && mixed.errors.contains("channels"))
    }

    @Test func whatCannotBeJudgedGetsASentence() throws {
        try workshop.write(DrawingFiles.discs(1), "one.npy")
        try FileManager.default.createDirectory(atPath: workshop.file("empty"), withIntermediateDirectories: true)
        try TrainedRun.copy(into: workshop)
        for (arguments, status, words) in [
            (["one.npy", "--against", "real.npy"], 65, "too few, 1;"),
            (["discs.npy", "--against", "one.npy"], 65, "too few, 1;"),
            (["empty", "--against", "real.npy"], 66, "empty"),
            (["discs.npy"], 64, "--against"),
            (["absent.npy", "--against", "real.npy"], 66, "absent.npy"),
            (["discs.npy", "--against", "real.npy", "--checkpoint", "1"], 64, "no run"),
            (["discs.npy", "--against", "real.npy", "--count", "10"], 64, "--count"),
            ([TrainedRun.name, "--checkpoint", "1", "--all-epochs"], 64, "leave out one"),
            ([TrainedRun.name, "--against", "disc.npy"], 65, "too few, 16;"),
        ] {
            let result = try workshop.run(["evaluate"] + arguments)
            #expect(Int(result.status) == status, "\(arguments): \(result.errors)")
            #expect(result.isOneSentence && result.errors.contains(words), "\(arguments): \(result.errors)")
        }
    }
}
