import Datasets
import Foundation
import Runs
import Torch

/// How long a run is, settled before it starts.
struct TrainingPlan {
    /// The configuration, which says how many epochs the run has.
    let configuration: TrainingConfiguration
    /// What should be known of the run's length, a sentence each.
    let notices: [String]

    /// Before so many steps, the presets' networks draw little but noise (docs/recipes.md).
    private static let fewestSteps = 300

    /// The plan of a new run on `dataset`. Where the configuration gives minutes and no epochs, a trial of some steps shows how many
    /// epochs these are on this machine; it leaves nothing. No more are planned than `maxSteps` allows, so that what changes
    /// over a run has changed by its end.
    init(_ configuration: TrainingConfiguration, on dataset: Dataset, own: OwnParts) throws {
        let batches = configuration.sampler(of: dataset).batchesPerEpoch
        var planned = configuration
        planned.minutes = nil
        var notices: [String] = []
        if configuration.epochs == nil, let minutes = configuration.minutes {
            let state = try TrainingState(configuration, own: own)
            let secondsPerStep = try Self.secondsPerStep(state, configuration, on: dataset)
            let timed = Int(min(max(1, (minutes * 60 / (secondsPerStep * Double(batches))).rounded()), 1_000_000))
            let allowed = configuration.maxSteps.map { ($0 - 1) / batches + 1 } ?? .max
            let epochs = min(timed, allowed)
            planned.epochs = epochs
            let time = min(minutes, secondsPerStep * Double(configuration.maxSteps ?? .max) / 60)
            notices.append(
                String(format: "%.1f steps a second in a trial: %.4g minutes are ", 1 / secondsPerStep, time)
                    + "\(counted(epochs, "epoch")) of \(counted(batches, "step"))")
        }
        self.configuration = planned
        let (steps, overflows) = (planned.epochs ?? 0).multipliedReportingOverflow(by: batches)
        let total = min(overflows ? .max : steps, planned.maxSteps ?? .max)
        if total < Self.fewestSteps {
            notices.append(
                "\(counted(total, "step")) \(total == 1 ? "is" : "are") too few to draw more than noise, with"
                    + " \(counted(dataset.count, "drawing")) in batches of \(configuration.batchSize); give it more by"
                    + " --epochs \((Self.fewestSteps * 3 - 1) / batches + 1) or --minutes")
        }
        self.notices = notices
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
