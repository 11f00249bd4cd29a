import Foundation
import GAN
import Runs
import Testing
import Torch

@Suite struct CheckpointTests {
    func checkpoints(_ run: RunDirectory) throws -> [String] {
        try FileManager.default.contentsOfDirectory(atPath: run.checkpointsPath).sorted()
    }

    func flipBit(of path: String, at fraction: Double) throws {
        var data = try Data(contentsOf: URL(fileURLWithPath: path))
        data[Int(Double(data.count - 1) * fraction)] ^= 16
        try data.write(to: URL(fileURLWithPath: path))
    }

    @Test func lastThreeAndEveryTenthAreKept() async throws {
        let tiny = try TinyRun(drawings: 8)
        tiny.configuration.epochs = 24
        let run = try await tiny.train().run
        #expect(try checkpoints(run) == [10, 20, 22, 23, 24].map { "epoch-00\($0).safetensors" })
    }

    @Test func checkpointInTheMiddleOfAnEpochIsNamedSo() async throws {
        let tiny = try TinyRun()
        let run = try await tiny.train(stopAfter: 5).run
        #expect(try checkpoints(run) == ["epoch-0001-batch-0002.safetensors", "epoch-0001.safetensors"])
    }

    /// Damage anywhere: in the length, the header, the tensors, the checksum.
    @Test(arguments: [0.0, 0.001, 0.03, 0.5, 0.9, 1.0])
    func damagedCheckpointIsPassedOver(at fraction: Double) async throws {
        let tiny = try TinyRun()
        let whole = try await tiny.train()
        let run = try await tiny.train(stopAfter: 7).run
        let newest = run.checkpointsPath + "/epoch-0002-batch-0001.safetensors"
        try flipBit(of: newest, at: fraction)
        let resumed = try await tiny.resume(run)
        #expect(resumed.notices.count == 1)
        #expect(resumed.notices.first?.contains(newest) == true)
        #expect(resumed.steps.first?.step == 7)
        #expect(try resumed.file("generator.safetensors") == whole.file("generator.safetensors"))
    }

    @Test(arguments: [0, 1, 8, 100, 10_000])
    func checkpointCutShortIsPassedOver(bytes: Int) async throws {
        let tiny = try TinyRun()
        let whole = try await tiny.train()
        let run = try await tiny.train(stopAfter: 6).run
        let newest = run.checkpointsPath + "/epoch-0002.safetensors"
        let data = try Data(contentsOf: URL(fileURLWithPath: newest))
        try data.prefix(bytes).write(to: URL(fileURLWithPath: newest))
        let resumed = try await tiny.resume(run)
        #expect(resumed.notices.count == 1)
        #expect(try resumed.file("generator.safetensors") == whole.file("generator.safetensors"))
    }

    @Test func noWholeCheckpointIsAnError() async throws {
        let tiny = try TinyRun()
        let run = try await tiny.train().run
        for name in try checkpoints(run) { try flipBit(of: "\(run.checkpointsPath)/\(name)", at: 0.5) }
        let before = try FileManager.default.subpathsOfDirectory(atPath: run.path).sorted()
        let error = await #expect(throws: CheckpointError.self) { try await tiny.resume(run) }
        #expect(error?.description.contains(run.checkpointsPath) == true)
        #expect(try FileManager.default.subpathsOfDirectory(atPath: run.path).sorted() == before)
    }

    /// A file that passes every checksum and says what no run can have come to.
    @Test(arguments: [
        ("\"step\":6", "\"step\":9223372036854775807"), ("\"step\":6", "\"step\":-6"),
        ("\"epoch\":2", "\"epoch\":9223372036854775807"), ("\"epoch\":2", "\"epoch\":-1"),
        ("\"epoch\":2", "\"epoch\":1"), ("\"batch\":0", "\"batch\":3"), ("\"batch\":0", "\"batch\":-1"),
        ("\"imagesSeen\":40", "\"imagesSeen\":9223372036854775807"), ("\"images\":0", "\"images\":9223372036854775807"),
    ])
    func impossibleProgressIsRefused(_ found: String, _ planted: String) async throws {
        let tiny = try TinyRun()
        let run = try await tiny.train(stopAfter: 6).run
        let newest = run.checkpointsPath + "/epoch-0002.safetensors"
        let file = try Safetensors.read(newest, checksum: BitwiseCRC32.self)
        var metadata = file.metadata
        let progress = try #require(metadata["progress"])
        try #require(progress.contains(found), "\(progress)")
        metadata["progress"] = progress.replacing(found, with: planted)
        try Safetensors.write(tensors: file.tensors, metadata: metadata, to: newest, checksum: BitwiseCRC32.self)
        let error = await #expect(throws: CheckpointError.self) { try await tiny.resume(run) }
        #expect(error?.description.contains(newest) == true)
    }

    @Test func changedDatasetIsRefused() async throws {
        let tiny = try TinyRun()
        let run = try await tiny.train(stopAfter: 4).run
        try tiny.writeDrawings(30, size: 16)
        let error = await #expect(throws: TrainingError.self) { try await tiny.resume(run) }
        #expect(error?.description.contains("20 drawings of discs") == true)
        #expect(error?.description.contains("30 drawings of discs") == true)
    }

    @Test func otherSettingsAreRefusedFieldByField() async throws {
        let tiny = try TinyRun()
        let run = try await tiny.train(stopAfter: 4).run
        tiny.configuration = try run.configuration()
        tiny.configuration.width = 8
        tiny.configuration.learningRate = 0.5
        let error = await #expect(throws: ConfigurationError.self) { try await tiny.resume(run) }
        #expect(error?.description.contains("width: the run has 4, asked for 8") == true)
        #expect(error?.description.contains("learningRate: the run has 0.0001, asked for 0.5") == true)
    }

    /// `config.json` was edited after the checkpoint was written.
    @Test func checkpointOfOtherSettingsIsRefused() async throws {
        let tiny = try TinyRun()
        let run = try await tiny.train(stopAfter: 4).run
        tiny.configuration = try run.configuration()
        tiny.configuration.beta1 = 0.5
        try tiny.configuration.json().write(toFile: run.configurationPath, atomically: true, encoding: .utf8)
        let error = await #expect(throws: CheckpointError.self) { try await tiny.resume(run) }
        #expect(error?.description.contains("beta1: the run has 0.9, asked for 0.5") == true)
    }

    /// Other programs read a checkpoint as a safetensors file, checksum and all.
    @Test func checkpointIsASafetensorsFile() async throws {
        let tiny = try TinyRun()
        let run = try await tiny.train(stopAfter: 3).run
        let file = try Safetensors.read(run.checkpointsPath + "/epoch-0001.safetensors")
        let names = Set(file.tensors.map(\.name))
        for name in [
            "generator.dense.kernel", "generator.batchNorm0.movingVariance", "discriminator.conv2.bias",
            "generator.dense.kernel.m", "discriminator.dense.kernel.v", "gridLatents", "random.latents",
            "random.dropout", "crc32",
        ] { #expect(names.contains(name), "\(name)") }
        #expect(file.metadata["progress"]?.contains("\"step\":3") == true)
    }
}
