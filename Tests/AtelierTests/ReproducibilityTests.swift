import Foundation
import Testing

#if canImport(Glibc)
    import Glibc
#elseif canImport(Darwin)
    import Darwin
#endif

/// The same settings give the same weights to the last bit, however often training is interrupted.
@Suite struct ReproducibilityTests {
    let workshop: Workshop
    let settings: String

    init() throws {
        workshop = try Workshop()
        settings = try workshop.writeSettings()
        try workshop.write(DrawingFiles.discs(40), "few.npy")
        try workshop.write(UninterruptedRun.drawings, "many.npy")
    }

    private var longArguments: [String] { UninterruptedRun.arguments(settings: settings) }

    @Test func theSeedDecidesTheWeights() throws {
        for (seed, out) in [("1", "a"), ("1", "b"), ("2", "c")] {
            #expect(try workshop.train("few.npy", "--epochs", "2", "--seed", seed, "--out", out).status == 0)
        }
        let run = "/00001-few-tutorial"
        #expect(workshop.generator("a" + run) == workshop.generator("b" + run))
        #expect(workshop.generator("a" + run) != workshop.generator("c" + run))
        for file in ["samples/epoch-0002.png", "samples.gif", "reals.png", "discriminator.safetensors"] {
            #expect(workshop.bytes("a\(run)/\(file)") == workshop.bytes("b\(run)/\(file)"), "\(file)")
        }
    }

    @Test func aRunThatWasKilledInsideAnEpochGoesOnToTheSameWeights() throws {
        let running = try workshop.start(longArguments)
        let run = "runs/00001-many-tutorial"
        try #require(running.wait { workshop.isInside(epoch: 3, run: run) })
        running.send(SIGKILL)
        #expect(try running.wait().status == -SIGKILL)
        try #require(workshop.isInside(epoch: 3, run: run))
        #expect(workshop.checkpoints(run).last == "epoch-0002.safetensors")

        // What a kill in the middle of a write leaves.
        try workshop.write("half a line", run + "/.config.json.99.atelier-tmp")
        try workshop.write(workshop.bytes(run + "/events.jsonl") + Array(#"{"event":"ste"#.utf8), run + "/events.jsonl")

        let resumed = try workshop.run("resume", run)
        #expect(resumed.status == 0)
        #expect(resumed.output.contains("resuming at step 202"))
        try expectTheSame(run, UninterruptedRun.files.get())
        #expect(!workshop.names(run).contains { $0.hasPrefix(".") })
    }

    @Test(arguments: [SIGINT, SIGTERM])
    func aSignalEndsTheStepAndSavesIt(signal: Int32) throws {
        let running = try workshop.start(longArguments)
        let run = "runs/00001-many-tutorial"
        try #require(running.wait { workshop.isInside(epoch: 2, from: 106, run: run) })
        running.send(signal)
        let stopped = try running.wait()
        #expect(stopped.status == 128 + signal)
        let advice = try #require(stopped.errorLines.last)
        #expect(advice.hasPrefix("atelier: stopped and saved; go on with: "))
        #expect(advice.hasSuffix("atelier resume \(run)"))
        let last = try #require(workshop.jsonLines(run + "/events.jsonl").last)
        #expect(last["reason"] as? String == "interrupted")
        let step = try #require(last["step"] as? Int)
        #expect(
            workshop.checkpoints(run).contains("epoch-0001-batch-\(String(format: "%04d", step - 101)).safetensors"))
        #expect(!workshop.generator(run).isEmpty)

        let resumed = try workshop.run("resume", run)
        #expect(resumed.status == 0)
        #expect(resumed.output.contains("resuming at step \(step) "))
        try expectTheSame(run, UninterruptedRun.files.get())
    }

    /// Before the first step is over, and again and again after it.
    @Test func signalsAtAnyMomentLoseNothing() throws {
        let run = "runs/00001-many-tutorial"
        let first = try workshop.start(longArguments)
        try #require(first.wait { workshop.exists(run + "/events.jsonl") })
        first.send(SIGTERM)
        #expect(try first.wait().status == 143)
        for _ in 1...3 {
            let next = try workshop.start(["resume", run])
            try #require(next.wait { next.output.contains("resuming") || next.output.contains("training") })
            usleep(60_000)
            next.send(SIGINT)
            #expect([0, 130].contains(try next.wait().status))
        }
        #expect(try workshop.run("resume", run).status == 0)
        try expectTheSame(run, UninterruptedRun.files.get())
    }

    @Test func aSecondSignalEndsTheProcessAtOnceAndLosesNoCheckpoint() throws {
        let running = try workshop.start(longArguments)
        let run = "runs/00001-many-tutorial"
        try #require(running.wait { workshop.isInside(epoch: 2, run: run) })
        running.send(SIGTERM)
        running.send(SIGINT)
        #expect([130, 143].contains(try running.wait().status))
        #expect(try workshop.run("resume", run).status == 0)
        try expectTheSame(run, UninterruptedRun.files.get())
    }

    @Test func moreEpochsEqualALongerRun() throws {
        #expect(try workshop.train("few.npy", "--epochs", "4", "--out", "whole").status == 0)
        #expect(try workshop.train("few.npy", "--epochs", "2").status == 0)
        let run = "runs/00001-few-tutorial"
        let finished = try workshop.run("resume", run)
        #expect(finished.status == 0)
        #expect(finished.output.contains("finished at step 10, 2 epochs done"))

        #expect(try workshop.run("resume", run, "--epochs", "4").status == 0)
        expectTheSame(run, workshop.files(in: "whole/00001-few-tutorial"))
        #expect(workshop.config(run)["epochs"] as? Int == 4)
    }

    /// Weights, pictures, and each step recorded once.
    private func expectTheSame(
        _ run: String, _ whole: [String: [UInt8]], sourceLocation: SourceLocation = #_sourceLocation
    ) {
        let files = workshop.files(in: run)
        for name in ["generator.safetensors", "discriminator.safetensors", "samples.gif", "reals.png"] {
            #expect(files[name]?.isEmpty == false, sourceLocation: sourceLocation)
            #expect(files[name] == whole[name], "\(name)", sourceLocation: sourceLocation)
        }
        func measurements(_ files: [String: [UInt8]]) -> [String] {
            let events = Workshop.jsonLines(String(decoding: files["events.jsonl"] ?? [], as: UTF8.self))
            return events.filter { $0["discriminatorLoss"] != nil }.map { event in
                ["event", "step", "epoch", "imagesSeen", "discriminatorLoss", "generatorLoss", "fakeProbability"]
                    .map { "\(event[$0] ?? "none")" }.joined(separator: " ")
            }
        }
        #expect(measurements(files) == measurements(whole), sourceLocation: sourceLocation)
    }
}
