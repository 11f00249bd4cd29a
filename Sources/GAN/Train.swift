import Datasets
import Foundation
import Networks
import Runs
import Torch

/// The training loop: steps until the epochs are done, `maxSteps` is reached or the task is cancelled, and leaves
/// everything saved.
///
/// Each epoch sees the whole data set once in a new order, and ends with a grid of drawings, both networks' weights and
/// a checkpoint. `state` begins where it stands, so that a run that was stopped goes on.
///
/// - Parameters:
///   - evaluation: Judges the drawings of some epochs; nil where none are held out to compare with.
///   - metrics: Measure the drawings of each epoch.
///   - emit: Told what happens, in order.
/// - Returns: Why the loop ended.
func train(
    _ state: TrainingState, on dataset: Dataset, configuration: TrainingConfiguration, records: RunRecords,
    evaluation: EpochEvaluation?, metrics: [any DrawingsMetric], emit: (TrainingEvent) throws -> Void
) throws -> TrainingStop.Reason {
    let sampler = configuration.sampler(of: dataset)
    let loader = try BatchLoader(
        dataset, sampler: sampler, classes: configuration.classes.count, device: state.device)
    let plannedSteps = configuration.plannedSteps(after: state.progress, batchesPerEpoch: sampler.batchesPerEpoch)
    let totalSteps = min(plannedSteps, configuration.maxSteps ?? .max)
    // What a process that is killed in the middle of a long epoch loses at most.
    var nextCheckpoint = Deadline(seconds: configuration.checkpointMinutes * 60)
    // A film takes longer the more epochs it shows, so short epochs do not each make one.
    var nextFilm = Deadline(seconds: 30)

    try emit(.started(startReport(state, dataset, configuration, totalSteps: totalSteps, run: records.run)))
    if state.progress.step == 0 {
        try state.prepareToDraw()
        try records.saveReals(of: dataset, sampler: sampler)
        try records.saveSample(state, epoch: 0)
    }

    var reason = TrainingStop.Reason.finished
    while state.progress.step < totalSteps, !configuration.hasLostPatience(state.progress.best) {
        if Task.isCancelled {
            reason = .interrupted
            break
        }
        let start = ContinuousClock.now
        let batch = try loader.load(epoch: state.progress.epoch, batch: state.progress.batch)
        let measurement = try reportingDivergence(state, records) {
            try state.step(
                realImages: batch.images, labels: batch.labels,
                share: Double(state.progress.step) / Double(plannedSteps))
        }
        state.progress.add(measurement, seconds: start.duration(to: .now) / .seconds(1))
        try emit(.step(report(measurement.measurements, state.progress, epoch: state.progress.epoch + 1)))

        if state.progress.batch == sampler.batchesPerEpoch {
            try endEpoch(state, records: records, evaluation, emit: emit) {
                try measure(state, by: metrics, seed: configuration.seed(of: .metrics))
            }
            nextCheckpoint.restart()
            if nextFilm.restartIfPassed() { try records.saveFilm(last: state.progress.epoch) }
        } else if nextCheckpoint.restartIfPassed() {
            try requireFiniteWeights(state, records)
            try records.checkpoints.save(state)
        }
    }

    if state.progress.batch > 0 {
        try requireFiniteWeights(state, records)
        try state.prepareToDraw()
        if reason == .finished { try records.saveSample(state, epoch: state.progress.epoch + 1) }
        try records.saveWeights(state)
        try records.checkpoints.save(state)
    }
    try records.saveFilm(last: state.progress.epoch + 1)
    if reason == .finished, let summary = evaluation?.summary(of: state) { try emit(.notice(summary)) }
    try emit(.stopped(TrainingStop(state.progress, reason: reason)))
    return reason
}

/// Saves what an epoch leaves: the checkpoint last, so that a kill in between repeats the epoch and loses nothing.
private func endEpoch(
    _ state: TrainingState, records: RunRecords, _ evaluation: EpochEvaluation?, emit: (TrainingEvent) throws -> Void,
    measure: () throws -> [String: Double]
) throws {
    try requireFiniteWeights(state, records)
    let speed = state.progress.imagesPerSecond
    var (means, seconds) = state.progress.endEpoch()
    let epoch = state.progress.epoch
    try state.prepareToDraw()
    try records.saveSample(state, epoch: epoch)
    try records.saveWeights(state)
    if let judged = try evaluation?(state, saveBest: { try records.saveBest(state) }) { means.merge(judged) }
    means.own = try measure()
    let summary = EpochSummary(
        measurement: report(means, state.progress, epoch: epoch, imagesPerSecond: speed), seconds: seconds,
        sample: RunDirectory.sampleName(epoch: epoch))
    try emit(.epoch(summary))
    try records.checkpoints.save(state)
}

/// What a program's metrics say of drawings of the run's classes in turn, of the same latents each time.
private func measure(
    _ state: TrainingState, by metrics: [any DrawingsMetric], seed: UInt64
) throws -> [String: Double] {
    var measured: [String: Double] = [:]
    for metric in metrics {
        let categories = (0..<metric.count).map { $0 % max(state.classes.count, 1) }
        measured[metric.name] = try metric.measure(state.draw(categories, seed: seed))
    }
    return measured
}

/// Throws where a weight is not finite, before it takes the place of what was saved.
private func requireFiniteWeights(_ state: TrainingState, _ records: RunRecords) throws {
    let networks = [("discriminator", state.discriminator.weights), ("generator", state.generator.weights)]
    for (network, weights) in networks where try !weights.allSatisfy({ try $0.tensor.allFinite() }) {
        throw TrainingError.diverged(
            network: network, step: state.progress.step, checkpoint: try records.checkpoints.newest()?.path)
    }
}

private func reportingDivergence<Result>(
    _ state: TrainingState, _ records: RunRecords, _ step: () throws -> Result
) throws -> Result {
    do {
        return try step()
    } catch TrainingError.lossIsNotFinite(let network) {
        throw TrainingError.diverged(
            network: network, step: state.progress.step + 1, checkpoint: try records.checkpoints.newest()?.path)
    }
}

/// What was measured, with what the process itself tells.
private func report(
    _ measurements: Measurements, _ progress: TrainingProgress, epoch: Int, imagesPerSecond: Double? = nil
) -> TrainingMeasurement {
    var measurements = measurements
    measurements[.imagesPerSecond] = imagesPerSecond ?? progress.imagesPerSecond
    measurements[.residentBytes] = Double(ResidentMemory.bytes())
    return TrainingMeasurement(
        time: Date().timeIntervalSince1970, step: progress.step, epoch: epoch, imagesSeen: progress.imagesSeen,
        measurements: measurements)
}

func startReport(
    _ state: TrainingState, _ dataset: Dataset, _ configuration: TrainingConfiguration, totalSteps: Int,
    run: RunDirectory
) -> TrainingStart {
    let precision = configuration.precision == .float32 ? "" : " in \(configuration.precision.rawValue)"
    let threads = Runtime.kernelThreadCount < Runtime.threadCount ? " on 1 thread, without GNU OpenMP" : ""
    return TrainingStart(
        time: Date().timeIntervalSince1970, run: run.path, step: state.progress.step, totalSteps: totalSteps,
        totalEpochs: configuration.epochs ?? 0, images: dataset.count, categories: dataset.categories.map(\.name),
        device: state.device.description, threads: Runtime.threadCount,
        kernels: state.device == .cpu ? Runtime.convolutionKernels + precision + threads : nil)
}

extension TrainingStop {
    /// An end now, where `progress` stands.
    init(_ progress: TrainingProgress, reason: Reason, message: String? = nil) {
        self.init(
            time: Date().timeIntervalSince1970, reason: reason, step: progress.step, epoch: progress.epoch,
            message: message)
    }
}

extension TrainingConfiguration {
    /// Training steps of all epochs, over which rates change; a run may be told to end before. What stands in `progress` was
    /// done; its epochs may have had other batches than those that are left.
    func plannedSteps(after progress: TrainingProgress, batchesPerEpoch: Int) -> Int {
        let (steps, overflows) = ((epochs ?? 0) - progress.epoch).multipliedReportingOverflow(by: batchesPerEpoch)
        let (planned, isBeyond) = (progress.step - progress.batch).addingReportingOverflow(steps)
        return overflows || isBeyond ? .max : planned
    }

    /// Whether so many evaluations in a row were no better that the run is to end.
    func hasLostPatience(_ best: BestEpoch?) -> Bool {
        guard let patience, let best else { return false }
        return best.evaluationsSince >= patience
    }

    /// The batches of each epoch over `dataset`.
    func sampler(of dataset: Dataset) -> BatchSampler {
        BatchSampler(count: dataset.count, batchSize: batchSize, seed: seed)
    }
}

/// Tells when something that is done now and then is due again.
private struct Deadline {
    let seconds: Double
    private var start = ContinuousClock.now

    init(seconds: Double) {
        self.seconds = seconds
    }

    mutating func restart() { start = .now }

    mutating func restartIfPassed() -> Bool {
        guard start.duration(to: .now) > .seconds(seconds) else { return false }
        restart()
        return true
    }
}
