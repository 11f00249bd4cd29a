import Foundation
import Runs
import Torch

extension Opinion {
    /// Comparisons of real with real drawings, from which the distances that chance alone makes are known.
    private static let comparisons = 99

    /// `judge`'s opinion of generated drawings, of which the first `count` are compared with as many real ones, and of these
    /// the logits by which they convince.
    static func form(
        _ judge: any Judge, fake: Impression, training: Impression, heldOut: Impression?, count: Int, seed: UInt64
    ) throws -> (opinion: Opinion, logits: [Double]) {
        let real = try RealImpressions(
            training: training.features, heldOut: heldOut?.features, count: count, seed: seed)
        let compared = try fake.features.narrowed(dimension: 0, start: 0, length: count)
        let (reference, (control, other)) = (try real.reference(0), try real.halves(0))
        let classifier = try TwoSampleClassifier(compared, against: reference)
        let opinion = Opinion(
            judge: judge.name, count: count, frechetDistance: try frechetDistance(compared, real),
            kernelDistance: try kernelDistance(compared, reference, control, other), accuracy: classifier.accuracy,
            scores: try ManifoldScores(of: compared, against: reference),
            realScores: try ManifoldScores(of: control, against: other),
            categories: categories(judge, fake.labels, (heldOut ?? training).labels),
            outliers: outliers(fake.outliers, (heldOut ?? training).outliers))
        return (opinion, classifier.logits)
    }

    /// The mean over some sets of real drawings, where there are more than are compared at a time.
    private static func frechetDistance(_ fake: Tensor, _ real: RealImpressions) throws -> Compared {
        let sums = try FeatureSums(fake)
        let distances = try (0..<real.referenceSets).map { number in
            try FrechetDistance(from: FeatureSums(real.reference(number)))(to: sums)
        }
        let realDistances = try (0..<comparisons).map { number in
            let (first, second) = try real.halves(number)
            return try FrechetDistance(from: FeatureSums(first))(to: FeatureSums(second))
        }
        let distance = distances.reduce(0, +) / Double(distances.count)
        let error = try FrechetDistance.estimate(fake, against: real.reference(0)).standardError
        return Compared(
            estimate: Estimate(distance, standardError: error),
            real: realDistances.reduce(0, +) / Double(comparisons),
            probability: Probability.ofExcess(distance, amongChances: realDistances))
    }

    private static func kernelDistance(
        _ fake: Tensor, _ reference: Tensor, _ control: Tensor, _ other: Tensor
    ) throws -> Compared {
        let found = try KernelDistance.estimate(fake, against: reference)
        let real = try KernelDistance.estimate(control, against: other)
        let error = hypot(found.standardError, real.standardError)
        return Compared(
            estimate: found, real: real.value,
            probability: Probability.ofExcess(deviations: (found.value - real.value) / error))
    }

    private static func categories(_ judge: any Judge, _ labels: [Int], _ real: [Int]) -> [CategoryShare] {
        judge.categories.enumerated().map { label, name in
            let (found, realFound) = (labels.count { $0 == label }, real.count { $0 == label })
            let chance = Probability.ofExcess((found, labels.count), over: (realFound, real.count))
            return CategoryShare(
                name: name,
                shares: Shares(
                    fake: Double(found) / Double(labels.count), real: Double(realFound) / Double(real.count)),
                probability: min(1, chance * Double(judge.categories.count)))
        }
        .filter { max($0.shares.fake, $0.shares.real) >= 0.01 }
        .sorted { ($0.shares.fake, $1.name) > ($1.shares.fake, $0.name) }
    }

    private static func outliers(_ fake: [Bool], _ real: [Bool]) -> Shares? {
        guard !fake.isEmpty, !real.isEmpty else { return nil }
        func share(_ outliers: [Bool]) -> Double { Double(outliers.count { $0 }) / Double(outliers.count) }
        return Shares(fake: share(fake), real: share(real))
    }
}
