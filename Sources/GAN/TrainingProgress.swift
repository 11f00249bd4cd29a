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

    /// Whether a run of so many batches an epoch can have come there. A checkpoint's file may say anything.
    func isPossible(batchesPerEpoch: Int) -> Bool {
        let counts = 0..<1 << 60
        let (earlierSteps, overflows) = epoch.multipliedReportingOverflow(by: batchesPerEpoch)
        return counts.contains(epoch) && (0..<max(batchesPerEpoch, 1)).contains(batch) && !overflows
            && counts.contains(earlierSteps) && step == earlierSteps + batch
            && counts.contains(imagesSeen) && counts.contains(epochTotals.images)
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
    public var measurements: Measurements

    /// The value of a measure; nil where the step did not measure it.
    public subscript(measure: Measure) -> Double? { measurements[measure] }
}
