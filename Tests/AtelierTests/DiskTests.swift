import Foundation
import Testing

@Suite struct DiskTests {
    let workshop: Workshop
    init() throws {
        workshop = try Workshop()
        try workshop.write(DrawingFiles.discs(16), "disc.npy")
    }

    @Test(.enabled(if: Machine.canMount, "needs permission to mount a disk of limited size"))
    func aFullDiskLeavesTheLastCheckpointToGoOnFrom() throws {
        let disk = try SmallDisk(at: workshop.file("disk"), kilobytes: 2048)
        defer { withExtendedLifetime(disk) {} }
        try #require(disk.isMounted)
        try workshop.write([UInt8](repeating: 1, count: 1_400_000), "disk/ballast")

        let full = try workshop.train("disc.npy", "--epochs", "40", "--keep", "1000", "--out", "disk/runs")
        #expect(full.status == 74)
        #expect(full.isOneSentence, "\(full.errors)")
        #expect(full.errors.contains("No space left on device; free some space"))
        let run = workshop.onlyRun(in: "disk/runs")
        #expect(full.errors.contains(run))
        #expect(workshop.checkpoints(run).filter { !$0.hasPrefix(".") }.count > 1)

        try FileManager.default.removeItem(atPath: workshop.file("disk/ballast"))
        let done = try #require(workshop.checkpoints(run).last?.dropFirst("epoch-".count).prefix(4))
        let epochs = String(try #require(Int(done)) + 1)
        let resumed = try workshop.run("resume", run, "--epochs", epochs)
        #expect(resumed.status == 0, "\(resumed.errors)")
        #expect(!resumed.output.contains("note:"))
        #expect(resumed.output.contains("resuming at step"))
        #expect(try workshop.train("disc.npy", "--epochs", epochs).status == 0)
        #expect(workshop.generator(run) == workshop.generator(workshop.onlyRun()))
    }

    @Test(.enabled(if: Machine.canMount, "needs permission to mount a disk of limited size"))
    func aDiskThatIsFullFromTheStartIsOneSentence() throws {
        let disk = try SmallDisk(at: workshop.file("disk"), kilobytes: 64)
        defer { withExtendedLifetime(disk) {} }
        try #require(disk.isMounted)
        try workshop.write([UInt8](repeating: 1, count: 50_000), "disk/ballast")
        let result = try workshop.train("disc.npy", "--epochs", "1", "--out", "disk/runs")
        #expect(result.status == 74)
        #expect(result.isOneSentence && result.errors.contains("No space left on device"), "\(result.errors)")
    }

    @Test(arguments: ["disc.npy", "disc.npy/runs", "disc.npy/a/b"])
    func aFileWhereRunsShouldBeIsNamedWithTheReason(out: String) throws {
        let before = workshop.contents()
        let result = try workshop.train("disc.npy", "--epochs", "1", "--out", out)
        #expect(result.status == 74)
        #expect(result.isOneSentence && result.errors.contains(out), "\(result.errors)")
        #expect(!result.errors.contains("Success"))
        #expect(result.errors.contains("director"), "\(result.errors)")
        #expect(workshop.contents() == before)
    }

    @Test(.enabled(if: Machine.canDropPrivileges, "needs setpriv"))
    func aFolderThatMayNotBeWrittenIsNamed() throws {
        try FileManager.default.createDirectory(
            atPath: workshop.file("locked"), withIntermediateDirectories: true, attributes: [.posixPermissions: 0o555])
        for out in ["locked", "locked/runs"] {
            let result = try workshop.run(
                Workshop.trainArguments("disc.npy", ["--epochs", "1", "--out", out]),
                through: Machine.withoutPrivileges)
            #expect(result.status == 74)
            #expect(result.isOneSentence && result.errors.contains("Permission denied"), "\(result.errors)")
        }
        #expect(workshop.names("locked").isEmpty)
    }

    /// As NFS and Lustre are where they are mounted without.
    @Test(.enabled(if: Faults.library != nil, "needs a C compiler"), arguments: [ENOLCK, EOPNOTSUPP, ENOSYS])
    func aFileSystemWithoutLocksIsNamed(code: Int32) throws {
        #expect(try workshop.train("disc.npy", "--epochs", "1").status == 0)
        let run = workshop.onlyRun()
        for arguments in [Workshop.trainArguments("disc.npy", ["--epochs", "1"]), ["resume", run, "--epochs", "2"]] {
            let result = try workshop.run(
                arguments, environment: Faults.environment(["FAULTS_FLOCK": String(code)]))
            #expect(result.status == 74)
            #expect(result.isOneSentence && result.errors.contains("cannot lock"), "\(result.errors)")
            #expect(result.errors.contains("this file system has no locks"), "\(result.errors)")
            #expect(!result.errors.contains("another process"))
        }
        #expect(workshop.onlyRun() == run)
    }

    @Test(.enabled(if: Machine.canMount, "needs permission to mount a disk of limited size"))
    func aDownloadThatDoesNotFitIsRefusedBeforeItIsWritten() throws {
        let disk = try SmallDisk(at: workshop.file("disk"), kilobytes: 64)
        defer { withExtendedLifetime(disk) {} }
        try #require(disk.isMounted)
        let server = try FileServer(["/cat.npy": DrawingFiles.discs(100, side: 28)])
        let result = try workshop.run(
            ["data", "fetch", "cat"],
            environment: ["ATELIER_QUICKDRAW_URL": server.url, "XDG_DATA_HOME": workshop.file("disk")])
        #expect(result.status == 74)
        #expect(result.isOneSentence && result.errors.contains("needs 78528 bytes more"), "\(result.errors)")
        #expect(workshop.files(in: "disk").isEmpty)
    }

    /// Adam without a memory of the gradient's size, at the highest rate, soon divides by nothing.
    @Test func aLossThatIsNotFiniteEndsTheRunAndKeepsItsCheckpoint() throws {
        let settings = try workshop.write(
            #"{"learningRate": 1, "beta2": 0, "epsilon": 1e-300}"#, "diverging.json")
        let result = try workshop.train("disc.npy", "--max-images", "8", "--epochs", "200", "--config", settings)
        #expect(result.status == 70)
        #expect(result.isOneSentence, "\(result.errors)")
        let run = workshop.onlyRun()
        let words = try #require(
            result.errors.firstMatch(
                of:
                    /the (discriminator|generator)'s loss is not finite at step (\d+); the last good checkpoint is (\S+);/
            ))
        let done = try #require(Int(words.2)) - 1
        let last = try #require(workshop.checkpoints(run).last)
        #expect(words.3.hasSuffix("/checkpoints/" + last))
        #expect(last == "epoch-\(String(format: "%04d", done)).safetensors")
        #expect(result.errors.contains("--learning-rate"))
        let end = try #require(workshop.jsonLines(run + "/events.jsonl").last)
        #expect(end["event"] as? String == "stopped" && end["reason"] as? String == "failed")
        #expect(
            end["message"] as? String == String(words.0.dropLast()) + "; start a new run with a lower --learning-rate")

        // The checkpoint is of before: going on from it comes to the same step.
        let again = try workshop.run("resume", run)
        #expect(again.status == 70)
        #expect(again.errors == result.errors)
    }
}
