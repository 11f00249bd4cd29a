import Foundation

extension TrainingEvent: CustomStringConvertible {
    /// One plain line, as it stands in `log.txt`.
    public var description: String {
        switch self {
        case .started(let start):
            guard start.step < start.totalSteps else {
                return "nothing is left to train: all \(start.totalSteps) steps are done"
            }
            let what = start.step == 0 ? "training" : "resuming at step \(start.step)"
            let data = "\(start.images) drawings of \(start.categories.joined(separator: ", "))"
            let kernels = start.kernels.map { ", convolutions by \($0)" } ?? ""
            return "\(what) on \(data); \(start.totalEpochs) epochs, \(start.totalSteps) steps, "
                + "\(start.device), \(start.threads) threads\(kernels); \(start.run)"
        case .step(let measurement):
            return "step \(measurement.step)  epoch \(measurement.epoch)  \(measurement.summary)"
        case .epoch(let summary):
            let seconds = String(format: "%.1f s", summary.seconds)
            return "epoch \(summary.measurement.epoch) took \(seconds)  \(summary.measurement.summary)"
        case .notice(let message):
            return "note: \(message)"
        case .stopped(let stop):
            let what = stop.reason == .finished ? "finished" : "stopped, all saved,"
            return "\(what) at step \(stop.step), \(stop.epoch) epochs done"
        }
    }
}

extension TrainingMeasurement {
    /// Losses, probabilities and speed in a few words.
    public var summary: String {
        String(
            format: "loss D %.3f G %.3f  D(x) %.2f D(G(z)) %.2f  %.0f images/s",
            discriminatorLoss, generatorLoss, realProbability, fakeProbability, imagesPerSecond)
    }
}
