public import Runs

/// How far a run has come, and what the epoch under way has measured so far.
public struct TrainingProgress: Codable, Sendable, Equatable {
    /// Training steps done.
    public var step = 0
    /// Whole epochs done.
    public var epoch = 0
    /// Batches done of the epoch under way.
    public var batch = 0
    /// Real images that the discriminator has seen.
    public var imagesSeen = 0

    /// Of the epochs whose drawings were judged; nil where none were.
    public internal(set) var best: BestEpoch?

    var epochTotals = Totals()

    /// Real images a second, over the epoch under way.
    var imagesPerSecond: Double { Double(epochTotals.images) / max(epochTotals.seconds, 1e-9) }

    /// Whether these are numbers to count on with. A checkpoint's file may say anything.
    var isCountable: Bool {
        [step, epoch, batch, imagesSeen, epochTotals.images].allSatisfy { (0..<1 << 60).contains($0) }
    }

    /// Whether a run of so many batches an epoch since `start` can have come there.
    func isPossible(batchesPerEpoch: Int, since start: RunData.Period) -> Bool {
        let (steps, overflows) = (epoch - start.epoch).multipliedReportingOverflow(by: batchesPerEpoch)
        return (0..<max(batchesPerEpoch, 1)).contains(batch) && epoch >= start.epoch && !overflows
            && step - start.step == steps.addingReportingOverflow(batch).partialValue
    }

    /// Goes back to the beginning of the epoch under way, which other drawings make anew: what was measured on the earlier
    /// ones, and the best epoch's distance from those that were held out, say nothing of these.
    mutating func beginEpochOnOtherDrawings() {
        batch = 0
        best = nil
        epochTotals = Totals()
    }

    mutating func add(_ measurement: StepMeasurement, seconds: Double) {
        step += 1
        batch += 1
        imagesSeen += measurement.images
        epochTotals.add(measurement, seconds: seconds)
    }

    /// Ends the epoch under way and returns what it measured, on average over its images.
    mutating func endEpoch() -> (measurements: Measurements, seconds: Double) {
        let totals = epochTotals
        epoch += 1
        batch = 0
        epochTotals = Totals()
        return (totals.means, totals.seconds)
    }
}

/// What one step measured: means over its images.
public struct StepMeasurement: Sendable, Equatable {
    /// Real images that were seen.
    public var images: Int
    /// What was measured, means over the images.
    public var measurements: Measurements

    /// The value of a measure; nil where the step did not measure it.
    public subscript(measure: Measure) -> Double? { measurements[measure] }
}
