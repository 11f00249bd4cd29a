import Foundation
import Testing

/// `events.jsonl` and `log.txt` tell what happens; training does not depend on them.
@Suite struct LogTests {
    let workshop: Workshop
    let run = "runs/00001-disc-tutorial"

    init() throws {
        workshop = try Workshop()
        try workshop.write(DrawingFiles.discs(16), "disc.npy")
        try #require(try workshop.train("disc.npy", "--epochs", "1").status == 0)
    }

    private func resume() throws -> Tool.Result { try workshop.run("resume", run, "--epochs", "3") }

    private func expectTheWeightsOfAWholeRun(sourceLocation: SourceLocation = #_sourceLocation) throws {
        #expect(try workshop.train("disc.npy", "--epochs", "3", "--out", "whole").status == 0)
        let whole = workshop.generator("whole/00001-disc-tutorial")
        #expect(workshop.generator(run) == whole, sourceLocation: sourceLocation)
    }

    @Test(arguments: ["log.txt", "events.jsonl"]) func trainingGoesOnWithoutIt(name: String) throws {
        let path = workshop.file("\(run)/\(name)")
        try FileManager.default.removeItem(atPath: path)
        try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: false)
        let resumed = try resume()
        #expect(resumed.status == 0, "\(resumed.errors)")
        let notes = resumed.outputLines.filter { $0.hasPrefix("note: ") }
        #expect(notes.count == 1 && notes[0].contains(path) && notes[0].contains("training goes on"), "\(notes)")
        let other = name == "log.txt" ? "events.jsonl" : "log.txt"
        #expect(String(decoding: workshop.bytes("\(run)/\(other)"), as: UTF8.self).contains("training goes on"))
        #expect(workshop.checkpoints(run).last == "epoch-0003.safetensors")
        try expectTheWeightsOfAWholeRun()
    }

    @Test func aLinkIsNotFollowed() throws {
        try workshop.write("mine\n", "secret")
        let path = workshop.file(run + "/log.txt")
        try FileManager.default.removeItem(atPath: path)
        try FileManager.default.createSymbolicLink(atPath: path, withDestinationPath: workshop.file("secret"))
        let resumed = try resume()
        #expect(resumed.status == 0 && resumed.output.contains("remove it"), "\(resumed.output)")
        #expect(workshop.bytes("secret") == Array("mine\n".utf8))
    }

    @Test func aTornLineIsMended() throws {
        let before = workshop.bytes(run + "/log.txt")
        try workshop.write(before + Array("2026-11-27T09:0".utf8), run + "/log.txt")
        #expect(try resume().status == 0)
        let lines = Tool.lines(String(decoding: workshop.bytes(run + "/log.txt"), as: UTF8.self))
        #expect(lines.allSatisfy { $0.contains(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ?  \S/) }, "\(lines)")
    }

    /// A sparse file of 6 GB without a line end, under a limit of 5 GB of address space.
    @Test func eventsOfAnySizeTakeNoMemory() throws {
        try #require(truncate(workshop.file(run + "/events.jsonl"), 6 << 30) == 0)
        let resumed = try workshop.run(
            ["resume", run, "--epochs", "3"], through: ["/bin/sh", "-c", "ulimit -v 5000000; exec \"$0\" \"$@\""])
        #expect(resumed.status == 0, "\(resumed.errors)")
        #expect(workshop.bytes(run + "/events.jsonl").count < 10_000)
        try expectTheWeightsOfAWholeRun()
    }

    /// Half a line is never left between two.
    @Test(.enabled(if: Machine.canMount, "needs permission to mount a disk of limited size"))
    func aFullDiskTearsNoLine() throws {
        let disk = try SmallDisk(at: workshop.file("disk"), kilobytes: 1024)
        defer { withExtendedLifetime(disk) {} }
        try #require(disk.isMounted)
        let settings = try workshop.writeSettings()
        let running = try workshop.start(
            Workshop.trainArguments(
                "disc.npy",
                ["--max-images", "8", "--epochs", "100000", "--config", settings, "--out", "disk/runs", "--no-keras"]))
        // Each grid takes some kilobytes: the disk is full soon, wherever it is met.
        let result = try running.wait()
        #expect(result.status == 74 && result.isOneSentence, "\(result.errors)")
        let full = workshop.onlyRun(in: "disk/runs")
        let events = String(decoding: workshop.bytes(full + "/events.jsonl"), as: UTF8.self)
        #expect(Workshop.jsonLines(events).count == Tool.lines(events).count)
    }
}
