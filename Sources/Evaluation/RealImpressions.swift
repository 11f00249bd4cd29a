import Datasets
import Torch

/// What a judge, or a look at the pixels alone, sees in the real drawings, and the sets of them that are compared.
struct RealImpressions {
    /// Of the reference first, then of the others, [N, D].
    private let all: Tensor
    private let referenceCount: Int
    /// The drawings in a set.
    private let count: Int
    private let seed: UInt64

    /// Of `training` and `heldOut`, features or pixels [N, D].
    init(training: Tensor, heldOut: Tensor?, count: Int, seed: UInt64) throws {
        all = try heldOut.map { try .concatenated([$0, training]) } ?? training
        referenceCount = (heldOut ?? training).shape[0]
        self.count = count
        self.seed = seed
    }

    /// How many sets of the reference are worth a comparison.
    var referenceSets: Int { referenceCount == count ? 1 : 10 }

    /// A set of the real drawings that generated ones are compared with, others for each `number`.
    func reference(_ number: Int) throws -> Tensor {
        let order = Permutation(
            count: referenceCount, seed: Mixing.seed(seed, use: EvaluationStream.reference, index: number))
        return try rows(order[..<count])
    }

    /// Two sets of real drawings without one in common, others for each `number`.
    func halves(_ number: Int) throws -> (Tensor, Tensor) {
        let order = Permutation(
            count: all.shape[0], seed: Mixing.seed(seed, use: EvaluationStream.split, index: number))
        return (try rows(order[..<count]), try rows(order[count..<2 * count]))
    }

    private func rows(_ indices: some Sequence<Int>) throws -> Tensor {
        try all.rows(at: Tensor(integers: Array(indices), shape: [count]))
    }
}
