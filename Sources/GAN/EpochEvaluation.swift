import Datasets
import Foundation
import Networks
import Runs
import Torch

/// Judges a run's drawings at the end of some epochs, and keeps the weights that drew the best.
///
/// Which epochs these are follows from the multiplications that training and judging take, not from the clock: a run that
/// was killed and resumed judges the same ones, and keeps the same weights.
struct EpochEvaluation {
    private let meter: any DrawingsMeter
    private let seed: UInt64
    /// The classes of what is drawn, as the held-out drawings have them in proportion.
    private let categories: [Int]
    private let everyEpochs: Int
    private let lastEpoch: Int

    /// How much of training's multiplications judging may take; with what else it takes, it is to stay under 3 % of the time.
    private static let budget = 0.02

    /// Of a run of the networks of `state` on so many `images`.
    init(
        _ meter: any DrawingsMeter, _ configuration: TrainingConfiguration, _ state: TrainingState, images: Int,
        heldOut: Dataset
    ) throws {
        self.meter = meter
        categories = (0..<meter.count).map { heldOut.label(at: $0 * heldOut.count / meter.count) }
        seed = configuration.seed(of: .evaluation)
        lastEpoch = configuration.epochs ?? 0
        let generator = try state.generator.description.multiplyAdds()
        let discriminator = try state.discriminator.description.multiplyAdds()
        // The generator draws twice and is differentiated once, the discriminator sees three batches; a backward pass takes
        // two forward ones.
        let trained = Double(images) * Double(4 * generator + 8 * discriminator)
        let (drawing, comparison) = meter.multiplyAdds
        let judged = Double(meter.count) * Double(generator + drawing) + Double(comparison)
        everyEpochs = Int(min(max((judged / trained / Self.budget).rounded(.up), 1), 1e6))
    }

    /// Judges what `state` draws where it stands at the end of an epoch that is to be judged; nil at others. Where it is the
    /// best so far, `saveBest` is called, and the state's progress says so.
    func callAsFunction(_ state: TrainingState, saveBest: () throws -> Void) throws -> Measurements? {
        let epoch = state.progress.epoch
        guard epoch % everyEpochs == 0 || epoch == lastEpoch else { return nil }
        let (distance, error) = try meter.measure(state.draw(categories, seed: seed))
        if distance < state.progress.best?.distance ?? .infinity {
            try saveBest()
            state.progress.best = BestEpoch(epoch: epoch, distance: distance, standardError: error)
        } else {
            state.progress.best?.evaluationsSince += 1
            state.progress.best?.newest = JudgedEpoch(epoch, distance: Estimate(distance, standardError: error))
        }
        return Measurements([.distance: distance, .distanceError: error])
    }

    /// What the end of a run says of its best epoch; nil where none was judged.
    func summary(of state: TrainingState) -> String? {
        guard let best = state.progress.best else { return nil }
        let beside =
            best.newest.map { "\(best.judged.comparison(with: $0)), the last that was judged" }
            ?? "the last that was judged"
        return
            "the best drawings are those of epoch \(best.epoch), at a distance of \(best.judged.distance) from held-out "
            + "ones by the \(meter.judge), \(beside); sample and export draw with its weights"
    }
}
