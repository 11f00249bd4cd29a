import Datasets
public import Torch

/// Whether drawings are copies of those that the generator was trained on, by distances of pixels.
///
/// Both tests compare with what real drawings do that were not trained on, so that drawings are not called copies because
/// they are blurred or simple.
public struct Copies: Codable, Sendable, Equatable {
    /// The share of drawings whose nearest training drawing is much nearer than the second: d₁/d₂ < 0.6. Of real drawings
    /// that were not trained on, hardly one is so near to one alone.
    public let nearOne: Excess
    /// The share of drawings that lie nearer to a training drawing than to any of as many held-out ones; nil where none were
    /// held out.
    public let nearerToTraining: Excess?

    /// A share beside what it is for real drawings.
    public struct Excess: Codable, Sendable, Equatable {
        /// Of the generated drawings, 0 to 1.
        public let share: Double
        /// What real drawings come to, on average.
        public let expected: Double
        /// How probable so great a share is by chance.
        public let probability: Double
    }

    static let ratio = 0.6

    /// A generated drawing and the training drawing that it lies nearest to.
    public struct Pair: Sendable {
        /// Its index.
        public let fake: Int
        /// The index of the training drawing.
        public let training: Int
        /// d₁/d₂, 0 for an exact copy.
        public let ratio: Double
    }

    /// Of `fake` [N, P] among `training` [M, P]. `others` are real drawings that are not among them, nil where all are: then
    /// each training drawing is compared with the others of its kind.
    public static func nearOne(_ fake: Tensor, training: Tensor, others: Tensor?) throws -> (
        excess: Excess, pairs: [Pair]
    ) {
        let nearest = try NearestNeighbours(of: fake, among: training, count: 2)
        let real =
            if let others { try NearestNeighbours(of: others, among: training, count: 2) } else {
                try NearestNeighbours(of: training, among: training, count: 2, areSame: true)
            }
        let (ratios, realRatios) = (Self.ratios(nearest), Self.ratios(real))
        let (found, realFound) = (ratios.count { $0 < ratio }, realRatios.count { $0 < ratio })
        let excess = Excess(
            share: Double(found) / Double(ratios.count), expected: Double(realFound) / Double(realRatios.count),
            probability: Probability.ofExcess((found, ratios.count), over: (realFound, realRatios.count)))
        let pairs = zip(nearest.indices(rank: 0), ratios).enumerated().map {
            Pair(fake: $0.offset, training: $0.element.0, ratio: $0.element.1)
        }
        return (excess, pairs.sorted { ($0.ratio, $0.fake) < ($1.ratio, $1.fake) })
    }

    /// d₁/d₂ of each; 0 for a drawing that is there twice.
    private static func ratios(_ nearest: NearestNeighbours) -> [Double] {
        zip(nearest.distances(rank: 0), nearest.distances(rank: nearest.count - 1)).map { $1 > 0 ? $0 / $1 : 0 }
    }

    /// Of `fake` [N, P] between `training` and `heldOut`, both [M, P]; what it would be by chance comes from exchanging
    /// training and held-out drawings.
    public static func nearerToTraining(
        _ fake: Tensor, training: Tensor, heldOut: Tensor, permutations: Int = 999, seed: UInt64
    ) throws -> Excess {
        let count = training.shape[0]
        let nearest = try NearestNeighbours(of: fake, among: .concatenated([training, heldOut]), count: 1)
        var drawn = [Int](repeating: 0, count: count + heldOut.shape[0])
        for index in nearest.indices(rank: 0) { drawn[index] += 1 }
        func shareDrawn(to indices: some Sequence<Int>) -> Double {
            Double(indices.reduce(0) { $0 + drawn[$1] }) / Double(fake.shape[0])
        }
        let share = shareDrawn(to: 0..<count)
        let chances = (0..<permutations).map { number in
            let order = Permutation(
                count: drawn.count, seed: Mixing.seed(seed, use: EvaluationStream.exchanges, index: number))
            return shareDrawn(to: order.prefix(count))
        }
        return Excess(
            share: share, expected: chances.reduce(0, +) / Double(max(permutations, 1)),
            probability: Probability.ofExcess(share, amongChances: chances))
    }
}
