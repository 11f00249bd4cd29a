import Runs

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

    var epochTotals = Totals()

    /// Real images a second, over the epoch under way.
    var imagesPerSecond: Double { Double(epochTotals.images) / max(epochTotals.seconds, 1e-9) }

    /// Sums over the images of the epoch under way.
    struct Totals: Codable, Sendable, Equatable {
        var images = 0
        var seconds = 0.0
        var discriminatorLoss = 0.0
        var generatorLoss = 0.0
        var realProbability = 0.0
        var fakeProbability = 0.0
    }

    mutating func add(_ measurement: StepMeasurement, seconds: Double) {
        step += 1
        batch += 1
        imagesSeen += measurement.images
        let images = Double(measurement.images)
        epochTotals.images += measurement.images
        epochTotals.seconds += seconds
        epochTotals.discriminatorLoss += measurement.discriminatorLoss * images
        epochTotals.generatorLoss += measurement.generatorLoss * images
        epochTotals.realProbability += measurement.realProbability * images
        epochTotals.fakeProbability += measurement.fakeProbability * images
    }

    /// Ends the epoch under way and returns what it measured, on average over its images.
    mutating func endEpoch() -> (measurement: StepMeasurement, seconds: Double) {
        let totals = epochTotals
        epoch += 1
        batch = 0
        epochTotals = Totals()
        let images = Double(totals.images)
        let measurement = StepMeasurement(
            images: totals.images, discriminatorLoss: totals.discriminatorLoss / images,
            generatorLoss: totals.generatorLoss / images, realProbability: totals.realProbability / images,
            fakeProbability: totals.fakeProbability / images)
        return (measurement, totals.seconds)
    }
}

/// What one step, or several on average, measured; losses and probabilities are means over the images.
public struct StepMeasurement: Sendable, Equatable {
    /// Real images that were seen.
    public var images: Int
    public var discriminatorLoss: Double
    public var generatorLoss: Double
    /// D(x).
    public var realProbability: Double
    /// D(G(z)), before the discriminator's update.
    public var fakeProbability: Double
}
