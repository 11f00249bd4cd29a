import Datasets
import Foundation
import Runs
import SwiftProtobuf

/// Keeps a run in TensorBoard's form, in the folder `tensorboard` of the run: the curves, the grids of drawings as
/// images, and the configuration as text.
final class TensorBoardLog {
    private let run: RunDirectory
    private let logEverySteps: Int
    private let file: EventFile

    /// Begins a file for a session that `start` begins.
    init(_ run: RunDirectory, _ configuration: TrainingConfiguration, _ start: TrainingStart) throws {
        self.run = run
        logEverySteps = configuration.logEverySteps
        file = try EventFile(in: run.path + "/tensorboard")
        if start.step > 0 {
            // TensorBoard forgets what an earlier session logged of the steps that are now taken again.
            try file.append(step: start.step + 1, time: start.time) { $0.sessionLog.status = .start }
        }
        try append(start.step, start.time, [.text("configuration", Self.markdown(configuration))])
    }

    func record(_ event: TrainingEvent) throws {
        switch event {
        case .step(let measurement) where measurement.step % logEverySteps == 0:
            try append(measurement.step, measurement.time, Self.curves(measurement, "step"))
        case .epoch(let summary):
            let measurement = summary.measurement
            let curves = Self.curves(measurement, "epoch") + [.number("epoch/seconds", summary.seconds)]
            // Training does not end for a grid that someone moved.
            try append(measurement.step, measurement.time, curves + [grid(summary.sample)].compactMap { $0 })
        case .started, .step, .notice, .stopped:
            break
        }
    }

    private func append(_ step: Int, _ time: Double, _ values: [Tensorboard_Summary.Value]) throws {
        try file.append(step: step, time: time) { $0.summary.value = values }
    }

    private static func curves(_ measurement: TrainingMeasurement, _ group: String) -> [Tensorboard_Summary.Value] {
        let measurements = measurement.measurements
        return measurements.values.map { measure, value in .number("\(group)/\(measure.entry.name.en)", value) }
            + measurements.own.sorted { $0.key < $1.key }.map { .number("\(group)/\($0)", $1) }
    }

    private func grid(_ name: String) -> Tensorboard_Summary.Value? {
        guard let png = FileManager.default.contents(atPath: "\(run.path)/\(name)"),
            let bitmap = try? PNG.decode(contentsOf: "\(run.path)/\(name)")
        else { return nil }
        return .with { value in
            value.tag = "drawings"
            value.image = .with {
                $0.width = Int32(bitmap.width)
                $0.height = Int32(bitmap.height)
                $0.colorspace = Int32(bitmap.channels)
                $0.encodedImageString = png
            }
        }
    }

    /// JSON as TensorBoard's Markdown shows it as it is.
    private static func markdown(_ configuration: TrainingConfiguration) throws -> String {
        try configuration.json().split(separator: "\n").map { "    \($0)" }.joined(separator: "\n")
    }
}

extension Tensorboard_Summary.Value {
    fileprivate static func number(_ tag: String, _ value: Double) -> Self {
        .with {
            $0.tag = tag
            $0.simpleValue = Float(value)
        }
    }

    fileprivate static func text(_ tag: String, _ text: String) -> Self {
        .with {
            $0.tag = tag
            $0.metadata.pluginData.pluginName = "text"
            $0.tensor.dtype = 7
            $0.tensor.stringVal = [Data(text.utf8)]
        }
    }
}
