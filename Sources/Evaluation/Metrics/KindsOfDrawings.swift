import Datasets
import Foundation
public import Torch

/// How evenly drawings are spread over the kinds that real drawings fall into, which are clusters of their pixels.
///
/// After Richardson and Weiss 2018, "On GANs and GMMs", whose number of bins this makes one of drawings: the exponential of
/// the entropy of the shares. Drawings that keep to a quarter of the clusters come to about a quarter of the kinds.
public struct KindsOfDrawings {
    private let centres: Tensor
    /// The clusters: no more kinds than these can be found.
    public static let clusters = 32

    /// Clusters `real` [N, P] by Lloyd's algorithm.
    public init(of real: Tensor, seed: UInt64) throws {
        let clusters = min(Self.clusters, real.shape[0])
        let order = Permutation(count: real.shape[0], seed: Mixing.seed(seed, use: EvaluationStream.clusters))
        var centres = try real.rows(at: Tensor(integers: Array(order[..<clusters]), shape: [clusters]))
        for _ in 0..<15 {
            let labels = try Self.labels(of: real, centres)
            let members = try Tensor(
                (0..<clusters).flatMap { cluster in labels.map { $0 == cluster ? 1 : 0 } },
                shape: [clusters, labels.count])
            // A cluster that lost its drawings stays where it was.
            let counts = try members.sum(dimensions: [1], keepingDimensions: true)
            let empty = try (1 - counts).clamped(to: 0...1)
            centres = try (members.matmul(real) + centres * empty) / (counts + empty)
        }
        self.centres = centres
    }

    /// The kinds of `drawings` [N, P]: 1 where all are of one.
    public func count(of drawings: Tensor) throws -> Double {
        let labels = try Self.labels(of: drawings, centres)
        let entropy = (0..<centres.shape[0]).reduce(0.0) { sum, cluster in
            let share = Double(labels.count { $0 == cluster }) / Double(labels.count)
            return share > 0 ? sum - share * log(share) : sum
        }
        return exp(entropy)
    }

    private static func labels(of drawings: Tensor, _ centres: Tensor) throws -> [Int] {
        try NearestNeighbours(of: drawings, among: centres, count: 1).indices(rank: 0)
    }
}
