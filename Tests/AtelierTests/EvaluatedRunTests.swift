import Foundation
import Testing

#if canImport(Glibc)
    import Glibc
#elseif canImport(Darwin)
    import Darwin
#endif

/// Runs that judge their drawings while they train, or are judged while they do.
@Suite struct EvaluatedRunTests {
    let workshop: Workshop

    init() throws {
        workshop = try Workshop()
    }

    /// Of these networks and drawings every eighth epoch is judged, and the last.
    private static func arguments(out: String) -> [String] {
        [
            "train", "drawings.npy", "--preset", "tutorial", "--width", "32", "--batch-size", "32", "--held-out",
            "0.13",
            "--average-decay", "0.9", "--threads", "1", "--no-keras", "--epochs", "9", "--out", out,
        ]
    }

    private func distances(_ run: String) -> [Double] {
        workshop.jsonLines(run + "/events.jsonl").compactMap { $0["distance"] as? Double }
    }

    /// Killed where it has just found its best epoch, and again in the middle of a later one, a run keeps the same best
    /// epoch, to the last bit.
    @Test func aRunThatWasKilledKeepsTheSameBest() throws {
        try workshop.write(DrawingFiles.discs(804, side: 28), "drawings.npy")
        let whole = try workshop.run(Self.arguments(out: "whole"))
        #expect(whole.status == 0, "\(whole.errors)")
        let (run, expected) = ("killed/00001-drawings-tutorial", "whole/00001-drawings-tutorial")
        try #require(distances(expected).count == 2, "not judged twice: \(distances(expected))")

        let running = try workshop.start(Self.arguments(out: "killed"))
        try #require(running.wait { workshop.exists(run + "/best.safetensors") })
        running.send(SIGKILL)
        #expect(try running.wait().status == -SIGKILL)
        let again = try workshop.start(["resume", run])
        try #require(again.wait { workshop.isInside(epoch: 9, run: run) })
        again.send(SIGKILL)
        #expect(try again.wait().status == -SIGKILL)
        let resumed = try workshop.run("resume", run)
        #expect(resumed.status == 0, "\(resumed.errors)")

        for file in ["best.safetensors", "generator.safetensors"] {
            #expect(workshop.bytes("\(run)/\(file)") == workshop.bytes("\(expected)/\(file)"), "\(file)")
        }
        #expect(distances(run) == distances(expected))
        func summary(_ output: String) -> String? {
            output.split(separator: "\n").first { $0.contains("the best drawings are those of epoch") }.map(String.init)
        }
        #expect(summary(whole.output) != nil && summary(resumed.output) == summary(whole.output))
        // Discs, after so few steps, are no drawings that a judge of doodles knows, or are told from real ones.
        #expect(whole.output.split(separator: "\n").contains { $0.hasPrefix("verdict: ") }, "\(whole.output)")
    }

    @Test func aRunThatIsBeingTrainedIsJudgedAsItStands() throws {
        try workshop.write(DrawingFiles.discs(400), "disc.npy")
        let running = try workshop.start(Workshop.trainArguments("disc.npy", ["--epochs", "100000"]))
        let run = "runs/00001-disc-tutorial"
        try #require(running.wait { workshop.exists(run + "/generator.safetensors") })
        let result = try workshop.run("evaluate", run, "--count", "100")
        #expect(result.status == 0, "\(result.errors)")
        running.send(SIGINT)
        #expect(try running.wait().status == 130)
    }

    @Test func damagedWeightsAreNamed() throws {
        try workshop.write(DrawingFiles.discs(400), "disc.npy")
        #expect(try workshop.train("disc.npy", "--epochs", "1", "--held-out", "0.5").status == 0)
        let run = workshop.onlyRun()
        let other = try #require(
            try workshop.train("disc.npy", "--epochs", "1").status == 0
                ? workshop.names("runs").last.map { "runs/\($0)" } : nil)
        let whole = workshop.bytes(run + "/best.safetensors")
        for damaged in [[], Array(whole.prefix(100)), Array(whole.dropLast(9)), [UInt8](repeating: 255, count: 64)] {
            try workshop.write(damaged, run + "/best.safetensors")
            let before = workshop.contents()
            for command in [
                ["evaluate", run, "--count", "100"], ["compare", other, run, "--count", "100"], ["sample", run],
            ] {
                let result = try workshop.run(command)
                #expect(result.status == 65, "\(command): \(result.errors)")
                #expect(result.isOneSentence && result.errors.contains("best.safetensors"), "\(result.errors)")
            }
            #expect(workshop.contents() == before)
        }
        // The newest weights are whole.
        #expect(try workshop.run("sample", run, "--weights", "newest").status == 0)
    }

    @Test func runsThatCannotBeComparedAreNamed() throws {
        try workshop.write(DrawingFiles.discs(40), "few.npy")
        try workshop.write(DrawingFiles.discs(300), "disc.npy")
        try workshop.write(DrawingFiles.discs(300, side: 32), "large.npy")
        for source in ["few.npy", "disc.npy", "large.npy"] {
            #expect(try workshop.train(source, "--epochs", "1").status == 0)
        }
        let (few, disc, large) = ("runs/00001-few-tutorial", "runs/00002-disc-tutorial", "runs/00003-large-tutorial")
        try workshop.write("", "empty/nothing.txt")
        for (arguments, status, words) in [
            ([few, disc], 65, "too few"), ([disc, large], 64, "of one size"), ([disc, "empty"], 64, "empty"),
            ([disc, few, "--against", "absent.npy"], 66, "absent.npy"), ([disc, few, "--count", "7"], 64, "--count"),
        ] {
            let before = workshop.contents()
            let result = try workshop.run(["compare"] + arguments)
            #expect(Int(result.status) == status, "\(arguments): \(result.errors)")
            #expect(result.isOneSentence && result.errors.contains(words), "\(arguments): \(result.errors)")
            #expect(workshop.contents() == before)
        }
        try FileManager.default.removeItem(atPath: workshop.file("disc.npy"))
        for command in [["evaluate", disc], ["compare", disc, few]] {
            let result = try workshop.run(command)
            #expect(
                result.status == 66 && result.isOneSentence && result.errors.contains("disc.npy"), "\(result.errors)")
        }
        // With other real drawings none of its own are needed.
        let result = try workshop.run("evaluate", disc, "--against", "large.npy", "--count", "100")
        #expect(result.status == 0, "\(result.errors)")
    }
}
