import Datasets
import Foundation
import Runs
import Torch

/// How long a run is, settled before it starts.
struct TrainingPlan {
    /// The configuration, which says how many epochs the run has.
    let configuration: TrainingConfiguration
    /// How that follows from what was asked for, a sentence; nil where it was asked for itself.
    let notice: String?

    /// The plan of a new run on `dataset`. Where the configuration gives minutes and no epochs, a trial of some steps shows how many
    /// epochs these are on this machine; it leaves nothing. No more are planned than `maxSteps` allows, so that what changes
    /// over a run has changed by its end.
    init(_ configuration: TrainingConfiguration, on dataset: Dataset, own: OwnParts) throws {
        var planned = configuration
        planned.minutes = nil
        guard configuration.epochs == nil, let minutes = configuration.minutes else {
            self.configuration = planned
            notice = nil
            return
        }
        let batches = configuration.sampler(of: dataset).batchesPerEpoch
        let state = try TrainingState(configuration, own: own)
        let secondsPerStep = try Self.secondsPerStep(state, configuration, on: dataset)
        let timed = (minutes * 60 / (secondsPerStep * Double(batches))).rounded()
        let allowed = (Double(configuration.maxSteps ?? .max) / Double(batches)).rounded(.up)
        let epochs = Int(min(max(1, timed), allowed, 1_000_000))
        planned.epochs = epochs
        self.configuration = planned
        let length =
            timed <= allowed ? String(format: "%g minutes", minutes) : counted(configuration.maxSteps ?? 0, "step")
        notice =
            String(format: "%.1f steps a second in a trial: ", 1 / secondsPerStep)
            + "\(length) are \(counted(epochs, "epoch")) of \(counted(batches, "step"))"
    }

    /// The median over the steps of a trial of 3 seconds, at least 5.
    private static func secondsPerStep(
        _ state: TrainingState, _ configuration: TrainingConfiguration, on dataset: Dataset
    ) throws -> Double {
        let loader = try BatchLoader(
            dataset, sampler: configuration.sampler(of: dataset), classes: configuration.classes.count,
            device: state.device)
        func seconds() throws -> Double {
            let start = ContinuousClock.now
            let batch = try loader.load(epoch: 0, batch: 0)
            _ = try state.step(realImages: batch.images, labels: batch.labels)
            return start.duration(to: .now) / .seconds(1)
        }
        // The first steps fetch code and memory.
        for _ in 0..<3 { _ = try seconds() }
        var times: [Double] = []
        while times.count < 5 || times.reduce(0, +) < 3 { times.append(try seconds()) }
        return times.sorted()[times.count / 2]
    }
}
