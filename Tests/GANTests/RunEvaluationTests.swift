import Datasets
import Foundation
import GAN
import Runs
import Synchronization
import Testing

/// What a run does with the distances of its drawings from those that it holds out.
@Suite struct RunEvaluationTests {
    private let tiny: TinyRun

    init() throws {
        tiny = try TinyRun()
        tiny.configuration.heldOut = 0.5
    }

    private func draw(_ sampler: Sampler) throws -> [Float] { try sampler.draw(count: 2, seed: 3).values }

    private func checkpoints(_ run: RunDirectory) throws -> [String] {
        try FileManager.default.contentsOfDirectory(atPath: run.checkpointsPath).sorted()
    }

    @Test func theBestEpochIsKeptAndDrawnWith() async throws {
        tiny.evaluator = ScriptedEvaluator([5, 3, 4])
        let result = try await tiny.train()
        #expect(result.epochs.map { $0.measurement[.distance] } == [5, 3, 4])
        #expect(result.epochs.map { $0.measurement[.distanceError] } == [0.5, 0.5, 0.5])
        #expect(result.steps.count == 6, "10 of 20 drawings are trained on, 8 at a time")
        let run = result.run
        #expect(try draw(Sampler(run)) == draw(Sampler(run, epoch: 2)))
        #expect(try draw(Sampler(run, .newest)) == draw(Sampler(run, epoch: 3)))
        #expect(try draw(Sampler(run)) != draw(Sampler(run, .newest)))
        let summary = try #require(result.notices.last)
        #expect(summary.contains("epoch 2, at a distance of 3.00 ± 0.50"), "\(summary)")
        #expect(summary.contains("no nearer than those of epoch 3 by two standard errors"), "\(summary)")
    }

    @Test func theEndSaysHowMuchBetterTheBestWas() async throws {
        tiny.evaluator = ScriptedEvaluator([5, 3, 8])
        let summary = try #require(try await tiny.train().notices.last)
        #expect(summary.contains("nearer by 5.00 ± 0.71 than those of epoch 3, the last that was judged"), "\(summary)")
    }

    @Test func theBestCheckpointIsNotPruned() async throws {
        tiny.configuration.epochs = 9
        tiny.configuration.keep = 1
        tiny.evaluator = ScriptedEvaluator([5, 3, 4, 4, 4, 4, 4, 4, 4])
        #expect(try await checkpoints(tiny.train().run) == ["epoch-0002.safetensors", "epoch-0009.safetensors"])
    }

    @Test func patienceEndsARunThatIsNoBetter() async throws {
        tiny.configuration.epochs = 9
        tiny.configuration.patience = 2
        tiny.evaluator = ScriptedEvaluator([5, 3, 4, 3, 2, 1])
        let result = try await tiny.train()
        #expect(result.epochs.count == 4 && result.reason == .finished)
    }

    @Test(arguments: [3, 4, 5, 9])
    func aRunThatWasStoppedKeepsTheSameBest(stopAfter steps: Int) async throws {
        tiny.configuration.epochs = 6
        tiny.evaluator = InkEvaluator()
        let whole = try await tiny.train()
        let stopped = try await tiny.train(stopAfter: steps)
        let resumed = try await tiny.resume(stopped.run)
        for file in ["best.safetensors", "generator.safetensors"] {
            #expect(try resumed.file(file) == whole.file(file), "\(file)")
        }
        #expect(resumed.notices.last == whole.notices.last)
    }

    @Test func fewEpochsAreJudgedWhereThatTakesLong() async throws {
        tiny.configuration.epochs = 7
        tiny.evaluator = ScriptedEvaluator([5, 4, 3], multiplyAdds: 1 << 50)
        #expect(try await tiny.train().epochs.map { $0.measurement[.distance] } == [nil, nil, nil, nil, nil, nil, 5])
    }

    @Test func withoutHeldOutDrawingsNoneAreJudged() async throws {
        tiny.configuration.heldOut = 0
        tiny.evaluator = ScriptedEvaluator([1, 2, 3])
        let result = try await tiny.train()
        #expect(result.epochs.allSatisfy { $0.measurement[.distance] == nil } && result.notices.isEmpty)
        #expect(!FileManager.default.fileExists(atPath: result.run.bestPath))
        #expect(try draw(Sampler(result.run)) == draw(Sampler(result.run, .newest)))
    }

    @Test func whatCannotBeJudgedIsANotice() async throws {
        tiny.evaluator = ScriptedEvaluator([])
        let result = try await tiny.train()
        #expect(result.reason == .finished)
        #expect(result.notices == ["the drawings are not judged while the run trains: too few"])
    }

    @Test func presetsHoldOutWhatTheySay() {
        #expect(TrainingConfiguration(preset: .tutorial).heldOut == 0)
        #expect(TrainingConfiguration(preset: .quick).heldOut == 0.1)
    }
}

private struct TooFew: Error, CustomStringConvertible {
    let description = "too few"
}

/// Says one distance after the other; with none, that there is too little to compare.
private final class ScriptedEvaluator: RunEvaluator, DrawingsMeter {
    let judge = "script 1"
    let count = 1
    let multiplyAdds: (drawing: Int, comparison: Int)
    private let distances: Mutex<[Double]>

    init(_ distances: [Double], multiplyAdds: Int = 0) {
        self.distances = Mutex(distances)
        self.multiplyAdds = (0, multiplyAdds)
    }

    func meter(of heldOut: Dataset, seed: UInt64) throws -> any DrawingsMeter {
        guard !distances.withLock(\.isEmpty) else { throw TooFew() }
        return self
    }

    func measure(_ drawings: Drawings) throws -> (distance: Double, standardError: Double) {
        (distances.withLock { $0.removeFirst() }, 0.5)
    }
}

/// A distance that the drawings alone decide.
private struct InkEvaluator: RunEvaluator, DrawingsMeter {
    let judge = "ink 1"
    let count = 1
    let multiplyAdds = (drawing: 0, comparison: 0)

    func meter(of heldOut: Dataset, seed: UInt64) throws -> any DrawingsMeter { self }

    func measure(_ drawings: Drawings) throws -> (distance: Double, standardError: Double) {
        let ink = drawings.values.reduce(0) { $0 + Double($1) } / Double(drawings.values.count)
        return (abs(sin(1e5 * ink)), 0.1)
    }
}
