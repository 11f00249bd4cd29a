import Datasets
import Evaluation
import Foundation
import GAN
import Runs
import Torch

/// What judging drawings takes: by itself, and of a run that does it while it trains.
enum Evaluating {
    /// A file of drawings in `folder`.
    private static func drawings(in folder: String) throws -> String {
        let path = folder + "/discs.npy"
        if !FileManager.default.fileExists(atPath: path) {
            try Bench.npy(count: 10_000, discs(10_000)).write(to: URL(fileURLWithPath: path))
        }
        return path
    }

    /// Discs of ink of different sizes at different places, 28 pixels square.
    private static func discs(_ count: Int) -> Data {
        var data = Data(capacity: count * 784)
        for number in 0..<count {
            let (radius, row, column) = (3 + number % 9, 8 + number / 9 % 13, 8 + number / 117 % 13)
            for pixel in 0..<784 {
                let (y, x) = (pixel / 28 - row, pixel % 28 - column)
                data.append(x * x + y * y <= radius * radius ? UInt8(255 - number % 97) : 0)
            }
        }
        return data
    }

    /// An evaluation of 5,000 drawings beside 5,000 that were held out and 5,000 that were not, as `atelier evaluate` does it.
    static func evaluation(in folder: String) throws -> Measurement {
        let threads = Runtime.threadCount
        try Runtime.setThreadCount(1)
        defer { try? Runtime.setThreadCount(threads) }
        let dataset = try Dataset.open([drawings(in: folder)])
        let real = try Drawings(dataset, count: 10_000, seed: 1)
        let size = dataset.valuesPerImage
        func part(_ range: Range<Int>) -> Drawings {
            Drawings(
                values: Array(real.values[range.lowerBound * size..<range.upperBound * size]), count: range.count,
                channels: real.channels, imageSize: real.imageSize)
        }
        let (training, heldOut) = (part(0..<5000), part(5000..<10_000))
        let judged = try Drawings(dataset, count: 5000, seed: 2)
        return try Measurement("evaluation of 5,000 drawings", rounds: 3) {
            _ = try Evaluation.evaluate(judged, against: RealDrawings(training: training, heldOut: heldOut))
        }
    }

    /// Runs that differ only in whether their drawings are judged, by turns; images a second of the whole run.
    static func training(in folder: String) async throws -> [Measurement] {
        var configuration = TrainingConfiguration(preset: .quick)
        configuration.sources = [try drawings(in: folder)]
        configuration.maxImages = 5000
        (configuration.minutes, configuration.epochs) = (nil, 4)
        var speeds: [[Double]] = [[], []]
        for round in 0..<4 {
            for place in speeds.indices {
                let trainer = try Trainer(
                    configuration, runsFolder: folder + "/runs", evaluator: place == 0 ? nil : DistanceEvaluator())
                let start = ContinuousClock.now
                let run = try await trainer.train(emit: { _ in }).run
                let seconds = start.duration(to: .now) / .seconds(1)
                let seen = try EventLog.epochs(of: run).last?.measurement.imagesSeen ?? 0
                if round > 0 { speeds[place].append(Double(seen) / seconds) }
                try FileManager.default.removeItem(atPath: run.path)
            }
        }
        return zip(["", ", judged meanwhile"], speeds).map { name, values in
            Measurement("quick, whole run\(name)", unit: "images/s", values: values)
        }
    }
}
