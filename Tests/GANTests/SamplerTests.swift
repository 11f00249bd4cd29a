import Foundation
import GAN
import Runs
import Testing
import Torch

@Suite struct SamplerTests {
    @Test func seedDecidesDrawings() async throws {
        let tiny = try TinyRun()
        let run = try await tiny.train(stopAfter: 3).run
        let sampler = try Sampler(run)
        let few = try sampler.draw(count: 3, seed: 7)
        let many = try sampler.draw(count: 300, seed: 7)
        #expect(few.values.count == 3 * 16 * 16)
        #expect(zip(few.values, many.values).allSatisfy { abs($0 - $1) < 1e-5 })
        #expect(try sampler.draw(count: 3, seed: 8).values != few.values)
    }

    @Test func averageIsWhatDraws() async throws {
        let tiny = try TinyRun()
        tiny.configuration.averageDecay = 0.99
        let run = try await tiny.train(stopAfter: 3).run
        let checkpoint = try #require(try FileManager.default.contentsOfDirectory(atPath: run.checkpointsPath).max())
        let kept = try Safetensors.read(run.checkpointsPath + "/" + checkpoint).tensors
        func drawings(_ network: String) throws -> [Float] {
            let weights = try Safetensors.read(run.generatorPath)
            let path = run.path + "/\(network)-alone.safetensors"
            let renamed = try weights.tensors.map { weight in
                let name = weight.name.replacing("generator.", with: "\(network).")
                return NamedTensor(name: weight.name, tensor: try #require(kept.first { $0.name == name }).tensor)
            }
            try Safetensors.write(tensors: renamed, metadata: weights.metadata, to: path)
            return try Sampler(weights: path).draw(count: 2, seed: 0).values
        }
        let drawn = try Sampler(run).draw(count: 2, seed: 0).values
        #expect(try drawn == drawings("average"))
        #expect(try drawn != drawings("generator"))
    }

    @Test func walkIsACircleOfSmallSteps() async throws {
        let tiny = try TinyRun()
        let run = try await tiny.train(stopAfter: 3).run
        let sampler = try Sampler(run)
        let frames = try sampler.walk(count: 2, frames: 60, seed: 0) { $0.values }
        #expect(frames.count == 60 && frames.allSatisfy { $0.count == 2 * 16 * 16 })
        func distance(_ a: [Float], _ b: [Float]) -> Float { zip(a, b).map { abs($0 - $1) }.max() ?? 0 }
        let steps = frames.indices.map { distance(frames[$0], frames[($0 + 1) % 60]) }
        let farthest = frames.map { distance(frames[0], $0) }.max() ?? 0
        #expect(steps.allSatisfy { $0 > 0 && $0 < farthest })
        let start = try sampler.draw(count: 2, seed: 0).values
        #expect(distance(frames[0], start) < 1e-5)
    }

    @Test func damagedWeightsAreExplained() async throws {
        let tiny = try TinyRun()
        let run = try await tiny.train(stopAfter: 3).run
        let weights = try Safetensors.read(run.generatorPath)
        func write(_ tensors: [NamedTensor], _ metadata: [String: String]) throws {
            try Safetensors.write(tensors: tensors, metadata: metadata, to: run.generatorPath)
        }
        try write(weights.tensors, [:])
        #expect(throws: CheckpointError.self) { try Sampler(run) }
        for width in ["1000000000", "8"] {
            try write(
                weights.tensors, ["imageSize": "16", "channels": "1", "latentSize": "8", "width": width])
            #expect(throws: CheckpointError.self) { try Sampler(run) }
        }
        try write(Array(weights.tensors.dropFirst()), weights.metadata)
        #expect(throws: CheckpointError.self) { try Sampler(run) }
        try FileManager.default.removeItem(atPath: run.generatorPath)
        let error = #expect(throws: ConfigurationError.self) { try Sampler(run) }
        #expect(error?.description.contains("atelier resume") == true)
    }
}
