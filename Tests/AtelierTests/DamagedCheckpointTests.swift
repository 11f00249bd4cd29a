import Foundation
import Testing

/// What becomes of damaged checkpoints, and of the good ones beside them.
@Suite struct DamagedCheckpointTests {
    let workshop: Workshop
    let run = "runs/00001-disc-tutorial"

    init() throws {
        workshop = try Workshop()
        // Two steps an epoch.
        try workshop.write(DrawingFiles.discs(16), "disc.npy")
    }

    private func name(_ epoch: Int) -> String { String(format: "epoch-%04d.safetensors", epoch) }

    private func damage(_ epochs: ClosedRange<Int>) throws {
        for epoch in epochs {
            let path = "\(run)/checkpoints/\(name(epoch))"
            var bytes = workshop.bytes(path)
            bytes[bytes.count / 2] ^= 1
            try workshop.write(bytes, path)
        }
    }

    @Test func theOnlyGoodOneStays() throws {
        try #require(try workshop.train("disc.npy", "--epochs", "5").status == 0)
        let good = workshop.bytes("\(run)/checkpoints/\(name(5))")
        try #require(try workshop.run("resume", run, "--epochs", "9").status == 0)
        let whole = workshop.generator(run)
        try damage(7...9)
        // As the message says: restore one from a copy.
        try workshop.write(good, "\(run)/checkpoints/\(name(5))")

        let resumed = try workshop.run("resume", run, "--max-steps", "13")
        #expect(resumed.status == 0, "\(resumed.errors)")
        #expect(resumed.output.contains("resuming at step 10 "))
        let damaged = (7...9).map { name($0) + ".damaged" }
        #expect(workshop.checkpoints(run) == [name(5), "epoch-0006-batch-0001.safetensors", name(6)] + damaged)
        for file in damaged {
            #expect(
                resumed.outputLines.contains {
                    $0.hasPrefix("note: ") && $0.contains("it is now") && $0.contains(file)
                },
                "\(resumed.output)")
        }

        let finished = try workshop.run("resume", run, "--epochs", "9", "--max-steps", "1000")
        #expect(finished.status == 0 && finished.output.contains("resuming at step 13 "), "\(finished.output)")
        #expect(!finished.output.contains("note: "))
        #expect(workshop.generator(run) == whole)
        #expect(workshop.checkpoints(run).suffix(4) == [name(8), name(8) + ".damaged", name(9), name(9) + ".damaged"])
    }

    @Test func whatWasJustWrittenStays() throws {
        try #require(try workshop.train("disc.npy", "--epochs", "13", "--keep", "1").status == 0)
        try #require(workshop.checkpoints(run) == [name(10), name(13)])
        try damage(13...13)
        let resumed = try workshop.run("resume", run, "--max-steps", "24")
        #expect(resumed.status == 0 && resumed.output.contains("resuming at step 20 "), "\(resumed.output)")
        #expect(workshop.checkpoints(run) == [name(10), name(12), name(13) + ".damaged"])
        let next = try workshop.run("resume", run, "--max-steps", "26")
        #expect(next.status == 0 && next.output.contains("resuming at step 24 "), "\(next.output)")
        #expect(workshop.checkpoints(run) == [name(10), name(13), name(13) + ".damaged"])

        // Damaged once more, it is set aside beside the first.
        try damage(13...13)
        #expect(try workshop.run("resume", run, "--max-steps", "22").status == 0)
        #expect(workshop.checkpoints(run) == [name(10), name(11), name(13) + ".damaged", name(13) + ".damaged-2"])
    }
}
