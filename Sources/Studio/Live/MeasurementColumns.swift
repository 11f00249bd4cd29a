import Runs

/// The curves of a run, as columns of equal length.
struct MeasurementColumns: Encodable, Sendable {
    /// Recorded steps of the run.
    let points: Int
    var step: [Int] = []
    var epoch: [Int] = []
    var time: [Double] = []
    var discriminatorLoss: [Double] = []
    var generatorLoss: [Double] = []
    var realProbability: [Double] = []
    var fakeProbability: [Double] = []
    var imagesPerSecond: [Double] = []
    let epochs: [Epoch]

    struct Epoch: Encodable, Sendable {
        let epoch: Int
        let step: Int
        let seconds: Double
        let discriminatorLoss: Double
        let generatorLoss: Double
        let realProbability: Double
        let fakeProbability: Double
        let imagesPerSecond: Double
    }

    /// At most `limit` points: means over stretches of equally many recorded steps, each named by its last step.
    init(_ measurements: [TrainingMeasurement], epochs summaries: [EpochSummary], limit: Int) {
        points = measurements.count
        epochs = summaries.map { summary in
            let measurement = summary.measurement
            return Epoch(
                epoch: measurement.epoch, step: measurement.step, seconds: summary.seconds,
                discriminatorLoss: measurement.discriminatorLoss, generatorLoss: measurement.generatorLoss,
                realProbability: measurement.realProbability, fakeProbability: measurement.fakeProbability,
                imagesPerSecond: measurement.imagesPerSecond)
        }
        let count = min(limit, measurements.count)
        for place in 0..<count {
            let start = place * measurements.count / count
            append(measurements[start..<(place + 1) * measurements.count / count])
        }
    }

    private mutating func append(_ stretch: ArraySlice<TrainingMeasurement>) {
        guard let last = stretch.last else { return }
        func mean(_ value: (TrainingMeasurement) -> Double) -> Double {
            stretch.reduce(0) { $0 + value($1) } / Double(stretch.count)
        }
        step.append(last.step)
        epoch.append(last.epoch)
        time.append(last.time)
        discriminatorLoss.append(mean(\.discriminatorLoss))
        generatorLoss.append(mean(\.generatorLoss))
        realProbability.append(mean(\.realProbability))
        fakeProbability.append(mean(\.fakeProbability))
        imagesPerSecond.append(mean(\.imagesPerSecond))
    }

    /// All recorded steps as comma-separated values, with a header line.
    static func csv(_ measurements: [TrainingMeasurement]) -> String {
        let header =
            "step,epoch,time,imagesSeen,discriminatorLoss,generatorLoss,realProbability,fakeProbability,"
            + "imagesPerSecond,residentBytes\n"
        let lines = measurements.map { measurement in
            let numbers = [
                measurement.discriminatorLoss, measurement.generatorLoss, measurement.realProbability,
                measurement.fakeProbability, measurement.imagesPerSecond,
            ]
            return "\(measurement.step),\(measurement.epoch),\(measurement.time),\(measurement.imagesSeen),"
                + numbers.map { "\($0)" }.joined(separator: ",") + ",\(measurement.residentBytes)\n"
        }
        return header + lines.joined()
    }
}
