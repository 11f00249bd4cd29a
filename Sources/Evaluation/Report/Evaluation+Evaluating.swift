import Datasets
public import GAN
import Torch

extension Evaluation {
    /// Judges `drawings` beside real ones, which have as many channels. Equal seeds give equal evaluations on one machine.
    ///
    /// Throws ``EvaluationError`` where there are too few drawings, or where they cannot be compared.
    public static func evaluate(
        _ drawings: Drawings, against real: RealDrawings, seed: UInt64 = 0
    ) throws -> (evaluation: Evaluation, pictures: EvaluationPictures) {
        try check(drawings, real)
        // In any order, so that the first are a sample of all.
        let fake = drawings.rounded().selected(
            Permutation(count: drawings.count, seed: Mixing.seed(seed, use: EvaluationStream.drawings)))
        let count = real.comparedCount(of: drawings.count)
        let formed = try judges(channels: drawings.channels).map { judge in
            try Opinion.form(
                judge, fake: judge.look(at: fake), training: judge.look(at: real.training),
                heldOut: real.heldOut.map(judge.look), count: count, seed: seed)
        }
        let pixels = try fake.pixels()
        let training = try real.training.resized(to: fake.imageSize).pixels()
        let heldOut = try real.heldOut?.resized(to: fake.imageSize).pixels()
        let (copies, pairs) = try Copies.find(pixels, training: training, heldOut: heldOut, seed: seed)
        let sets = try RealImpressions(training: training, heldOut: heldOut, count: count, seed: seed)
        let variety = try Variety(pixels.narrowed(dimension: 0, start: 0, length: count), sets, seed: seed)
        let opinions = formed.map(\.opinion)
        let evaluation = Evaluation(
            count: drawings.count, trainingCount: real.training.count, heldOutCount: real.heldOut?.count ?? 0,
            seed: seed, opinions: opinions, variety: variety, copies: copies,
            verdict: Finding.all(opinions[0], variety, copies))
        let pictures = EvaluationPictures(
            drawings: fake, training: real.training, pairs: pairs, logits: formed[0].logits)
        return (evaluation, pictures)
    }

    /// The fewest generated drawings that are judged; of real ones twice as many.
    public static let fewest = 100

    private static func check(_ drawings: Drawings, _ real: RealDrawings) throws(EvaluationError) {
        guard drawings.channels == real.training.channels else {
            throw EvaluationError(
                "the drawings have \(drawings.channels) channels and the real ones \(real.training.channels); expected "
                    + "both grey or both in colour")
        }
        guard drawings.count >= fewest else {
            throw EvaluationError(
                "the drawings to judge are too few, \(drawings.count); expected at least \(fewest)")
        }
        if let heldOut = real.heldOut, heldOut.count < fewest {
            throw EvaluationError(
                "the drawings held out of training are too few, \(heldOut.count); expected at least \(fewest)")
        }
        guard real.comparedCount(of: drawings.count) >= fewest else {
            throw EvaluationError(
                "the real drawings to compare with are too few, \(real.training.count + (real.heldOut?.count ?? 0)); "
                    + "expected at least \(2 * fewest)")
        }
    }

    /// The first is the one to go by.
    static func judges(channels: Int) throws -> [any Judge] {
        let random = try RandomConvolutionJudge(channels: channels)
        return channels == 1 ? [try DoodleJudge(), random] : [random]
    }
}

extension Evaluation.Variety {
    /// Of `fake` [N, P] beside as many real drawings.
    init(_ fake: Tensor, _ real: RealImpressions, seed: UInt64) throws {
        let (first, second) = try real.halves(0)
        let kinds = try KindsOfDrawings(of: .concatenated([first, second]), seed: seed)
        self.init(
            kinds: try kinds.count(of: fake), realKinds: try kinds.count(of: first),
            duplicates: try Duplicates(fake, against: first))
    }
}

extension Copies {
    static func find(
        _ fake: Tensor, training: Tensor, heldOut: Tensor?, seed: UInt64
    ) throws -> (copies: Copies, pairs: [Pair]) {
        let (nearOne, pairs) = try nearOne(fake, training: training, others: heldOut)
        let nearer = try heldOut.map { heldOut in
            let count = min(training.shape[0], heldOut.shape[0])
            return try nearerToTraining(
                fake, training: training.narrowed(dimension: 0, start: 0, length: count),
                heldOut: heldOut.narrowed(dimension: 0, start: 0, length: count), seed: seed)
        }
        return (Copies(nearOne: nearOne, nearerToTraining: nearer), pairs)
    }
}
