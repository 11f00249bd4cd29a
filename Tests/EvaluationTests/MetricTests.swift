import Evaluation
import Foundation
import Runs
import Testing
import Torch

/// Against NumPy, SciPy and prdc: Tests/Fixtures/make_evaluation_references.py.
@Suite struct MetricTests {
    private let fixture: SafetensorsFile
    private let real: Tensor
    private let fake: Tensor

    init() throws {
        let file = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .appendingPathComponent("Fixtures/evaluation.safetensors")
        fixture = try Safetensors.read(file.path)
        real = try #require(fixture.tensor(named: "real"))
        fake = try #require(fixture.tensor(named: "fake"))
    }

    private func expected(_ name: String) throws -> Double { try #require(fixture.tensor(named: name)).scalar() }

    @Test func frechetDistance() throws {
        let found = try FrechetDistance.estimate(fake, against: real)
        #expect(abs(found.value - (try expected("frechetDistance"))) < 1e-4 * found.value)
        #expect(found.standardError > 0 && found.standardError < found.value)
        #expect(try FrechetDistance.estimate(real, against: real).value.magnitude < 1e-9)
    }

    @Test func kernelDistance() throws {
        let found = try KernelDistance.value(fake, against: real)
        #expect(abs(found - (try expected("kernelDistance"))) < 1e-4 * found)
        // Its blocks are without bias, so that they agree with the whole within their error.
        let estimate = try KernelDistance.estimate(fake, against: real)
        #expect(abs(estimate.value - found) < 4 * estimate.standardError)
    }

    @Test func manifoldScores() throws {
        let found = try ManifoldScores(of: fake, against: real)
        for (name, value) in [
            ("precision", found.precision), ("recall", found.recall), ("density", found.density),
            ("coverage", found.coverage),
        ] {
            #expect(abs(value - (try expected(name))) < 1e-4, "\(name) is \(value)")
        }
    }

    /// The standard error is that of another sample's distance: of 40 samples, most lie within two of it.
    @Test func theErrorIsThatOfOtherSamples() throws {
        let random = try RandomGenerator(seed: 1)
        var values: [Double] = []
        var errors: [Double] = []
        for _ in 0..<40 {
            let estimate = try FrechetDistance.estimate(
                random.normal([400, 6]) * 1.2, against: random.normal([400, 6]))
            values.append(estimate.value)
            errors.append(estimate.standardError)
        }
        let mean = values.reduce(0, +) / 40
        let deviation = (values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / 39).squareRoot()
        let error = errors.reduce(0, +) / 40
        #expect(error > 0.6 * deviation && error < 1.6 * deviation, "\(error) beside \(deviation)")
    }

    @Test func aClassifierOfEqualSetsIsRightHalfOfTheTime() throws {
        let random = try RandomGenerator(seed: 2)
        let equal = try TwoSampleClassifier(random.normal([1000, 10]), against: random.normal([1000, 10]))
        #expect(abs(equal.accuracy.value - 0.5) < 3 * equal.accuracy.standardError)
        // Means 1 apart in one direction: the best that can be is Φ(1/2) = 0.69.
        let offset = try Tensor([1] + [Float](repeating: 0, count: 9), shape: [10])
        let apart = try TwoSampleClassifier(random.normal([1000, 10]) + offset, against: random.normal([1000, 10]))
        #expect(abs(apart.accuracy.value - 0.691) < 0.03)
        #expect(apart.logits.count == 1000)
    }

    @Test func copiesOfTrainingDrawingsAreCounted() throws {
        let random = try RandomGenerator(seed: 3)
        let (training, heldOut) = (try random.normal([500, 12]), try random.normal([500, 12]))
        let new = try random.normal([450, 12])
        let mixed = try Tensor.concatenated([training.narrowed(dimension: 0, start: 0, length: 50), new])
        let found = try Copies.nearOne(mixed, training: training, others: heldOut)
        #expect(found.excess.share >= 0.1 && found.excess.probability < 1e-6)
        #expect(found.pairs.prefix(50).allSatisfy { $0.ratio == 0 && $0.fake == $0.training })
        #expect(try Copies.nearOne(new, training: training, others: heldOut).excess.probability > 0.01)

        let nearer = try Copies.nearerToTraining(mixed, training: training, heldOut: heldOut, seed: 0)
        #expect(abs(nearer.expected - 0.5) < 0.02 && nearer.probability < 0.05)
        #expect(try Copies.nearerToTraining(training, training: training, heldOut: heldOut, seed: 0).share == 1)
        #expect(
            try Copies.nearerToTraining(new, training: training, heldOut: heldOut, seed: 0).probability > 0.01)
    }

    @Test func duplicatesAreCountedWhateverTheContrast() throws {
        let random = try RandomGenerator(seed: 4)
        let real = try random.normal([600, 12])
        let new = try random.normal([600, 12])
        let faint = try Duplicates(new * 0.1, against: real)
        #expect(faint.share < 0.1, "\(faint)")
        let half = try new.narrowed(dimension: 0, start: 0, length: 300)
        #expect(try Duplicates(.concatenated([half, half]), against: real).share == 1)
        #expect(try Duplicates(.zeros([600, 12]), against: real).share == 1)
    }
}
