import Foundation
import Testing

@Suite struct CheckpointTests {
    let workshop: Workshop
    let run = "runs/00001-disc-tutorial"

    /// A run of three epochs, and what it becomes after four.
    init() throws {
        workshop = try Workshop()
        try workshop.write(DrawingFiles.discs(24), "disc.npy")
        for (out, epochs) in [("whole", "4"), ("runs", "3")] {
            try #require(try workshop.train("disc.npy", "--epochs", epochs, "--out", out).status == 0)
        }
    }

    private func checkpoint(_ epoch: Int) -> String { "\(run)/checkpoints/epoch-000\(epoch).safetensors" }

    private func cutShort(_ epoch: Int, to fraction: Double) throws {
        let bytes = workshop.bytes(checkpoint(epoch))
        try workshop.write(Array(bytes.prefix(Int(Double(bytes.count) * fraction))), checkpoint(epoch))
    }

    /// Does `damage` to the run as it was trained.
    private func afresh(_ files: [String: [UInt8]], _ damage: () throws -> Void) throws {
        try FileManager.default.removeItem(atPath: workshop.file(run))
        for (name, bytes) in files { try workshop.write(bytes, name) }
        try damage()
    }

    @Test func oneThatIsCutShortIsPassedOver() throws {
        let files = workshop.contents()
        for fraction in [0, 0.01, 0.9999] {
            try afresh(files) { try cutShort(3, to: fraction) }
            try expectToGoOn(from: 2)
        }
    }

    @Test func oneWithAFlippedBitIsPassedOver() throws {
        let files = workshop.contents()
        for position in [0, 40, 5_000, -20, -1] {
            try afresh(files) {
                var bytes = workshop.bytes(checkpoint(3))
                bytes[position < 0 ? bytes.count + position : position] ^= 0x10
                try workshop.write(bytes, checkpoint(3))
            }
            try expectToGoOn(from: 2)
        }
    }

    @Test func severalAreAllPassedOver() throws {
        try cutShort(3, to: 0.5)
        try cutShort(2, to: 0.7)
        try expectToGoOn(from: 1)
    }

    private func expectToGoOn(
        from epoch: Int, sourceLocation: SourceLocation = #_sourceLocation
    ) throws {
        let result = try workshop.run("resume", run, "--epochs", "4")
        #expect(result.status == 0, sourceLocation: sourceLocation)
        for damaged in (epoch + 1)...3 {
            #expect(
                result.outputLines.contains {
                    $0.hasPrefix("note: ") && $0.contains("epoch-000\(damaged).safetensors")
                }, "\(result.output)", sourceLocation: sourceLocation)
        }
        #expect(result.output.contains("resuming at step \(epoch * 3) "), sourceLocation: sourceLocation)
        #expect(
            workshop.generator(run) == workshop.generator("whole/00001-disc-tutorial"),
            sourceLocation: sourceLocation)
    }

    @Test func aRunWhoseCheckpointsAreAllDamagedIsLeftAsItIs() throws {
        for epoch in 1...3 { try cutShort(epoch, to: 0.9) }
        let before = workshop.contents()
        let result = try workshop.run("resume", run, "--epochs", "4")
        #expect(result.status == 65)
        #expect(result.isOneSentence && result.errors.contains("checkpoints"), "\(result.errors)")
        #expect(result.errors.contains("3"))
        #expect(workshop.contents() == before)
    }

    @Test func aCheckpointOfAnotherRunIsRefused() throws {
        try #require(
            try workshop.train("disc.npy", "--epochs", "5", "--seed", "8", "--out", "other").status == 0)
        try workshop.write(
            workshop.bytes("other/00001-disc-tutorial/checkpoints/epoch-0005.safetensors"), checkpoint(5))
        let before = workshop.contents()
        let result = try workshop.run("resume", run, "--epochs", "6")
        #expect(result.status == 65)
        #expect(result.isOneSentence && result.errors.contains("seed: the run has 8, asked for 0"), "\(result.errors)")
        #expect(workshop.contents() == before)
    }
}
