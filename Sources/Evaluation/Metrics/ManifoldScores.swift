public import Runs
public import Torch

/// How two sets of features lie in each other, by balls around each that reach to its k-th nearest of its own set.
///
/// Density and coverage are those of Naeem et al. 2020, "Reliable Fidelity and Diversity Metrics for Generative Models";
/// precision and recall those of Kynkäänniemi et al. 2019, "Improved Precision and Recall Metric for Assessing Generative
/// Models". All depend on the number of drawings: compare them at the same one.
public struct ManifoldScores: Codable, Sendable, Equatable {
    /// The share of generated drawings that lie in a real one's ball.
    public let precision: Double
    /// The share of real drawings that lie in a generated one's ball.
    public let recall: Double
    /// The real balls that a generated drawing lies in, on average, over k: about 1 for real ones, above it where the
    /// generator keeps to what is frequent.
    public let density: Double
    /// The share of real drawings that have a generated one in their ball.
    public let coverage: Double

    /// Of `fake` [N, D] against `real` [M, D], both float32, with k = `neighbours`.
    public init(of fake: Tensor, against real: Tensor, neighbours: Int = 5) throws {
        func squaredRadii(_ features: Tensor) throws -> [Float] {
            let nearest = try NearestNeighbours(of: features, among: features, count: neighbours, areSame: true)
            return nearest.distances(rank: nearest.count - 1).map { Float($0 * $0) }
        }
        let (realRadii, fakeRadii) = (try squaredRadii(real), try squaredRadii(fake))
        let width = fake.shape[0]
        var ballsAround = [Int32](repeating: 0, count: width)
        var (covered, recalled) = (0, 0)
        try SquaredDistances(to: fake).forEachBlock(of: real) { first, block in
            for row in 0..<block.count / width {
                let distances = UnsafeBufferPointer(rebasing: block[row * width..<(row + 1) * width])
                let radius = realRadii[first + row]
                var (isCovered, isRecalled) = (false, false)
                for index in 0..<width {
                    let isInside = distances[index] < radius
                    ballsAround[index] += isInside ? 1 : 0
                    isCovered = isCovered || isInside
                    isRecalled = isRecalled || distances[index] < fakeRadii[index]
                }
                covered += isCovered ? 1 : 0
                recalled += isRecalled ? 1 : 0
            }
        }
        let (fakeCount, realCount) = (Double(width), Double(real.shape[0]))
        precision = Double(ballsAround.count { $0 > 0 }) / fakeCount
        recall = Double(recalled) / realCount
        density = Double(ballsAround.reduce(0) { $0 + Int($1) }) / (Double(neighbours) * fakeCount)
        coverage = Double(covered) / realCount
    }
}

extension ManifoldScores {
    /// The scores with their standard errors.
    public struct Estimates: Sendable, Equatable {
        public let precision, recall, density, coverage: Estimate
    }

    /// Of `fake` [N, D] against `real` [N, D], with standard errors by leaving out a tenth of both at a time.
    public static func estimate(of fake: Tensor, against real: Tensor) throws -> Estimates {
        let scores = try ManifoldScores(of: fake, against: real)
        let (count, groups) = (min(fake.shape[0], real.shape[0]), 10)
        func without(_ group: Int, _ features: Tensor) throws -> Tensor {
            let (start, size) = (group * count / groups, count / groups)
            let rest = [0..<start, start + size..<features.shape[0]].filter { !$0.isEmpty }
            return try .concatenated(
                rest.map { try features.narrowed(dimension: 0, start: $0.lowerBound, length: $0.count) })
        }
        let others = try (0..<groups).map { try ManifoldScores(of: without($0, fake), against: without($0, real)) }
        func estimate(_ score: (ManifoldScores) -> Double) -> Estimate {
            Estimate(score(scores), standardError: Estimate.jackknifeError(others.map(score)))
        }
        return Estimates(
            precision: estimate(\.precision), recall: estimate(\.recall), density: estimate(\.density),
            coverage: estimate(\.coverage))
    }
}
