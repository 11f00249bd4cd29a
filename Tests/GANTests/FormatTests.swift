import Datasets
import Foundation
import GAN
import Runs
import Testing
import Torch

/// Files of earlier versions, which are read, and of newer ones, which are refused.
@Suite struct FormatTests {
    /// What version b593e73 made; see the README there.
    private static let fixture = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
        .deletingLastPathComponent().appendingPathComponent("Fixtures/format-1").path
    private static let hasData = FileManager.default.fileExists(atPath: SourceName.fashionMNISTFolder)
    /// The same bits come of the same kernels only, and libtorch's differ from one processor to another: those of the
    /// fixture came of a Zen 5.
    private static let isTheSameMachine: Bool = {
        let processor = (try? String(contentsOfFile: "/proc/cpuinfo", encoding: .utf8)) ?? ""
        return processor.contains("AuthenticAMD") && processor.contains(/cpu family\s*: 26/)
            && Runtime.convolutionKernels == "AVX-512"
    }()

    private let folder = NSTemporaryDirectory() + "format-" + UUID().uuidString

    private func copyOfTheFirst() throws -> RunDirectory {
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        try FileManager.default.copyItem(atPath: Self.fixture + "/run", toPath: folder + "/run")
        return try RunDirectory.open(folder + "/run")
    }

    @Test func theFirstFormatOpensAndDraws() throws {
        let run = try copyOfTheFirst()
        #expect(try run.configuration().averageDecay == 0.9)
        let events = try EventLog.events(in: run)
        #expect(events.count == 4)
        guard case .epoch(let first) = events[1] else { throw CancellationError() }
        #expect(first.measurement[.discriminatorLoss] == 1.1818174421787262 && first.measurement.step == 4)
        #expect(first.measurement[.residentBytes] == 223_633_408)

        let drawn = try Sampler(run).draw(count: 4, seed: 7).sheet(columns: 4)
        let before = try PNG.decode(contentsOf: Self.fixture + "/sample.png")
        #expect(drawn.width == before.width && drawn.pixels.count == before.pixels.count)
        #expect(zip(drawn.pixels, before.pixels).allSatisfy { abs(Int($0) - Int($1)) <= 1 })
    }

    @Test(.enabled(if: hasData, "needs Fashion-MNIST"))
    func theFirstFormatResumesToTheSameBits() async throws {
        let run = try copyOfTheFirst()
        var configuration = try run.configuration()
        configuration.epochs = 4
        _ = try await Trainer(resuming: run, configuration: configuration).train(emit: { _ in })
        let found = try NetworkWeights(.generator, of: run).tensors
        let expected = try Safetensors.read(Self.fixture + "/resumed-generator.safetensors")
        #expect(found.count == expected.tensors.count)
        for (name, tensor) in found.map({ ($0.name, $0.tensor) }) {
            let before = try #require(expected.tensor(named: name))
            if Self.isTheSameMachine {
                #expect(try tensor.isEqual(to: before), "\(name)")
            } else {
                let pairs = zip(try tensor.floats(), try before.floats())
                #expect(pairs.allSatisfy { abs($0 - $1) < 1e-3 }, "\(name)")
            }
        }
        // What was resumed is of the present format, its log goes on.
        let json = try String(contentsOfFile: run.configurationPath, encoding: .utf8)
        #expect(json.contains("\"format\" : \(FormatVersion.configuration)"))
        #expect(try EventLog.events(in: run).count > 4)
    }

    @Test func aNewerConfigurationIsRefused() throws {
        let run = try copyOfTheFirst()
        try Data(#"{"format": 3, "newSetting": true}"#.utf8).write(to: URL(fileURLWithPath: run.configurationPath))
        let error = #expect(throws: ConfigurationError.self) { try run.configuration() }
        #expect(
            error?.description
                == "\(run.configurationPath) is of format 3, which is newer than this Atelier knows (2); use a newer Atelier"
        )
        for wrong in ["0", "-1", "1.5", "\"two\"", "null"] {
            var configuration = TrainingConfiguration()
            #expect(throws: ConfigurationError.self) {
                try configuration.overlay(json: "{\"format\": \(wrong)}", from: "config.json")
            }
        }
        var known = TrainingConfiguration()
        try known.overlay(json: #"{"format": 1, "epochs": 3}"#, from: "config.json")
        #expect(known.epochs == 3)
    }

    @Test func newerEventsAreRefused() throws {
        let run = try copyOfTheFirst()
        let log = try String(contentsOfFile: run.eventsPath, encoding: .utf8)
        let newer = log.replacing(#""event":"started""#, with: #""event":"started","format":3"#)
        try newer.write(toFile: run.eventsPath, atomically: true, encoding: .utf8)
        let error = #expect(throws: ConfigurationError.self) { try EventLog.events(in: run) }
        #expect(error?.description.hasPrefix("events.jsonl is of format 3") == true)
    }

    @Test(.enabled(if: hasData, "needs Fashion-MNIST"))
    func aNewerCheckpointIsRefusedAndNothingIsChanged() async throws {
        let run = try copyOfTheFirst()
        let path = run.checkpointsPath + "/epoch-0002.safetensors"
        let file = try Safetensors.read(path, checksum: BitwiseCRC32.self)
        let metadata = file.metadata.merging(["format": "3"]) { $1 }
        try Safetensors.write(tensors: file.tensors, metadata: metadata, to: path, checksum: BitwiseCRC32.self)
        let before = try Data(contentsOf: URL(fileURLWithPath: run.configurationPath))
        let trainer = try Trainer(resuming: run)
        let error = await #expect(throws: CheckpointError.self) { try await trainer.train(emit: { _ in }) }
        #expect(error?.description.contains("is of format 3") == true)
        #expect(try Data(contentsOf: URL(fileURLWithPath: run.configurationPath)) == before)
        #expect(FileManager.default.fileExists(atPath: path))
    }
}
