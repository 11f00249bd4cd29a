import Foundation
import Runs

/// The curves of a run, as columns of equal length: where training stood, and what was measured.
struct MeasurementColumns: Encodable, Sendable {
    /// Recorded steps of the run.
    let points: Int
    private var step: [Int] = []
    private var epoch: [Int] = []
    private var time: [Double] = []
    /// A column of each measure that the run has; nil where it was not measured.
    private var columns: [Measure: [Double?]] = [:]
    private let epochs: [Epoch]

    /// At most `limit` points: means over stretches of equally many recorded steps, each named by its last step.
    init(_ measurements: [TrainingMeasurement], epochs summaries: [EpochSummary], limit: Int) {
        points = measurements.count
        epochs = summaries.map(Epoch.init)
        let count = min(limit, measurements.count)
        let stretches = (0..<count).map { place in
            measurements[place * measurements.count / count..<(place + 1) * measurements.count / count]
        }
        for stretch in stretches {
            guard let last = stretch.last else { continue }
            step.append(last.step)
            epoch.append(last.epoch)
            time.append(last.time)
        }
        for measure in measurements.measures {
            columns[measure] = stretches.map { $0.mean(of: measure) }
        }
    }

    private enum CodingKeys: String, CodingKey {
        case points, step, epoch, time, epochs
    }

    func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(points, forKey: .points)
        try container.encode(step, forKey: .step)
        try container.encode(epoch, forKey: .epoch)
        try container.encode(time, forKey: .time)
        try container.encode(epochs, forKey: .epochs)
        var named = encoder.container(keyedBy: NameKey.self)
        for (measure, column) in columns { try named.encode(column, forKey: NameKey(measure.rawValue)) }
    }

    /// The means over a whole epoch.
    struct Epoch: Encodable, Sendable {
        let measurement: TrainingMeasurement
        let seconds: Double

        init(_ summary: EpochSummary) {
            measurement = summary.measurement
            seconds = summary.seconds
        }

        private enum CodingKeys: String, CodingKey {
            case seconds
        }

        func encode(to encoder: any Encoder) throws {
            try measurement.encode(to: encoder)
            var container = encoder.container(keyedBy: CodingKeys.self)
            try container.encode(seconds, forKey: .seconds)
        }
    }

    /// All recorded steps as comma-separated values, with a header line; a field is empty where nothing was measured.
    static func csv(_ measurements: [TrainingMeasurement]) -> String {
        let measures = measurements.measures
        let header = ["step", "epoch", "time", "imagesSeen"] + measures.map(\.rawValue)
        let lines = measurements.map { measurement in
            let place: [any CustomStringConvertible] = [
                measurement.step, measurement.epoch, measurement.time, measurement.imagesSeen,
            ]
            return place.map(\.description) + measures.map { text(measurement[$0], $0.entry.unit) }
        }
        return ([header] + lines).map { $0.joined(separator: ",") + "\n" }.joined()
    }

    private static func text(_ value: Double?, _ unit: Measure.Unit) -> String {
        guard let value else { return "" }
        return unit == .bytes ? String(format: "%.0f", value) : "\(value)"
    }
}

extension [TrainingMeasurement] {
    /// The measures that any of them has, in the order of the table.
    fileprivate var measures: [Measure] {
        let found = reduce(into: Set<Measure>()) { found, one in found.formUnion(one.measurements.values.map(\.measure))
        }
        return Measure.allCases.filter(found.contains)
    }
}
