import Datasets
import Foundation
import GAN
import Networks
import Runs
import Testing
import Torch

@Suite struct TrainingTests {
    @Test func runLeavesWhatItPromises() async throws {
        let tiny = try TinyRun()
        let result = try await tiny.train()
        #expect(result.reason == .finished)
        #expect(result.run.name == "00001-discs-tutorial")
        // 20 drawings in batches of 8: 8, 8 and 4.
        #expect(result.steps.map(\.imagesSeen).prefix(4) == [8, 16, 20, 28])
        #expect(result.steps.map(\.epoch) == [1, 1, 1, 2, 2, 2, 3, 3, 3])
        #expect(result.epochs.map(\.measurement.epoch) == [1, 2, 3])
        #expect(result.epochs.allSatisfy { $0.seconds > 0 && $0.measurement[.imagesPerSecond] ?? 0 > 0 })
        for step in result.steps {
            #expect((0...1).contains(try #require(step[.realProbability])))
            #expect((0...1).contains(try #require(step[.fakeProbability])))
            // Of 8 real and 8 generated images, or of 4 and 4, some number is told right.
            let told = 16 * (try #require(step[.discriminatorAccuracy]))
            #expect((0...16).contains(told) && told == told.rounded())
            #expect(try #require(step[.residentBytes]) > 1_000_000)
        }
        #expect(try EventLog.events(in: result.run) == result.events)

        let names = try FileManager.default.subpathsOfDirectory(atPath: result.run.path).sorted()
        #expect(
            names == [
                "checkpoints", "checkpoints/epoch-0001.safetensors", "checkpoints/epoch-0002.safetensors",
                "checkpoints/epoch-0003.safetensors", "config.json", "data.json", "discriminator.safetensors",
                "events.jsonl",
                "generator.safetensors", "log.txt", "reals.png", "samples", "samples.gif", "samples/epoch-0000.png",
                "samples/epoch-0001.png", "samples/epoch-0002.png", "samples/epoch-0003.png",
            ])
        #expect(try result.run.configuration().imageSize == 16)
        #expect(try PNG.decode(contentsOf: result.run.realsPath).width > 64)
    }

    /// The epoch's figures are means over its images, not over its batches, of which the last is shorter.
    @Test func epochMeasuresMeansOverImages() async throws {
        let tiny = try TinyRun()
        tiny.configuration.epochs = 1
        let result = try await tiny.train()
        let losses = result.steps.compactMap { $0[.discriminatorLoss] }
        let mean = (losses[0] * 8 + losses[1] * 8 + losses[2] * 4) / 20
        #expect(abs(try #require(result.epochs[0].measurement[.discriminatorLoss]) - mean) < 1e-12)
    }

    @Test func seedDecidesEverything() async throws {
        let tiny = try TinyRun()
        let first = try await tiny.train().file("generator.safetensors")
        let second = try await tiny.train().file("generator.safetensors")
        #expect(first == second)
        tiny.configuration.seed = 2
        #expect(try await tiny.train().file("generator.safetensors") != first)
        // Seeds that agree in their lower 32 bits are different seeds.
        tiny.configuration.seed = 1 + 1 << 32
        #expect(try await tiny.train().file("generator.safetensors") != first)
    }

    /// Stops in the middle of an epoch, at its end and before the first step.
    @Test(arguments: [0, 1, 3, 5, 8])
    func resumedRunIsTheSameToTheLastBit(stopAfter steps: Int) async throws {
        let tiny = try TinyRun()
        tiny.configuration.averageDecay = 0.9
        let whole = try await tiny.train()
        let stopped = try await tiny.train(stopAfter: steps)
        #expect(stopped.reason == .interrupted)
        #expect(stopped.steps.count == steps)
        let resumed = try await tiny.resume(stopped.run)
        #expect(resumed.reason == .finished)
        for file in ["generator.safetensors", "discriminator.safetensors", "samples/epoch-0003.png", "samples.gif"] {
            #expect(try resumed.file(file) == whole.file(file), "\(file)")
        }
        #expect(
            (stopped.steps + resumed.steps).map { $0[.discriminatorLoss] } == whole.steps.map { $0[.discriminatorLoss] }
        )
        #expect(
            (stopped.epochs + resumed.epochs).map { $0.measurement[.generatorLoss] }
                == whole.epochs.map { $0.measurement[.generatorLoss] })
    }

    @Test func moreEpochsGoOn() async throws {
        let tiny = try TinyRun()
        let short = try await tiny.train()
        tiny.configuration.epochs = 5
        let whole = try await tiny.train()
        let resumed = try await tiny.resume(short.run)
        #expect(resumed.steps.first?.step == 10)
        #expect(try resumed.file("generator.safetensors") == whole.file("generator.safetensors"))
        #expect(try short.run.configuration().epochs == 5)
    }

    @Test func maximumOfStepsEndsARun() async throws {
        let tiny = try TinyRun()
        tiny.configuration.maxSteps = 4
        let result = try await tiny.train()
        #expect(result.reason == .finished && result.steps.count == 4)
        #expect(try FileManager.default.contentsOfDirectory(atPath: result.run.samplesPath).count == 3)
        #expect(throws: Never.self) { try Sampler(result.run).draw(count: 1, seed: 0) }
    }

    @Test func lastBatchMayHoldOneImage() async throws {
        let tiny = try TinyRun(drawings: 9)
        tiny.configuration.epochs = 2
        let result = try await tiny.train()
        #expect(result.steps.count == 4)
        #expect(result.steps.compactMap { $0[.discriminatorLoss] }.count(where: \.isFinite) == 4)
        #expect(result.steps.compactMap { $0[.generatorLoss] }.count(where: \.isFinite) == 4)
        #expect(try Sampler(result.run).draw(count: 4, seed: 0).values.allSatisfy(\.isFinite))
    }

    /// Weights whose products are infinite reach the discriminator's loss with the generator's images.
    @Test func divergenceNamesNetworkStepAndCheckpoint() async throws {
        let tiny = try TinyRun()
        let run = try await tiny.train(stopAfter: 4).run
        let checkpoint = run.checkpointsPath + "/epoch-0001-batch-0001.safetensors"
        let file = try Safetensors.read(checkpoint, checksum: BitwiseCRC32.self)
        try file.tensor(named: "generator.dense.kernel")?.fill(3e38)
        try Safetensors.write(
            tensors: file.tensors, metadata: file.metadata, to: checkpoint, checksum: BitwiseCRC32.self)

        let before = try Data(contentsOf: URL(fileURLWithPath: run.generatorPath))
        let error = await #expect(throws: TrainingError.self) { try await tiny.resume(run) }
        #expect(error == .diverged(network: "discriminator", step: 5, checkpoint: checkpoint))
        #expect(try Data(contentsOf: URL(fileURLWithPath: run.generatorPath)) == before)
    }

    @Test func averageMovesBehindTheWeights() async throws {
        let tiny = try TinyRun()
        tiny.configuration.imageSize = 16
        tiny.configuration.channels = 1
        tiny.configuration.averageDecay = 0.75
        let state = try TrainingState(tiny.configuration)
        let average = try #require(state.average)
        let images = try RandomGenerator(seed: 3).uniform([8, 1, 16, 16], from: -1, to: 1)
        let before = try average.generator.parameters[0].tensor.floats()
        #expect(try before == state.generator.parameters[0].tensor.floats())

        _ = try state.step(realImages: images)
        // The first step's decay is min(0.75, 2/11).
        let weights = try state.generator.parameters[0].tensor.floats()
        let expected = zip(before, weights).map { 2.0 / 11 * $0 + 9.0 / 11 * $1 }
        let found = try average.generator.parameters[0].tensor.floats()
        #expect(zip(found, expected).allSatisfy { abs($0 - $1) < 1e-6 })
        #expect(try average.generator.buffers[0].tensor.floats() == state.generator.buffers[0].tensor.floats())
    }
}
