import Foundation

extension TrainingEvent: CustomStringConvertible {
    /// One plain line, as it stands in `log.txt`.
    public var description: String {
        switch self {
        case .started(let start):
            guard start.step < start.totalSteps else {
                return
                    "nothing is left to train: all \(counted(start.totalSteps, "step")) are done; to go on, give a higher "
                    + "total, such as by --epochs"
            }
            let what = start.step == 0 ? "training" : "resuming at step \(start.step)"
            let data = "\(counted(start.images, "drawing")) of \(start.categories.joined(separator: ", "))"
            let kernels = start.kernels.map { ", convolutions by \($0)" } ?? ""
            return "\(what) on \(data); \(counted(start.totalEpochs, "epoch")), \(counted(start.totalSteps, "step")), "
                + "\(start.device), \(counted(start.threads, "thread"))\(kernels); \(start.run)"
        case .step(let measurement):
            return "step \(measurement.step)  epoch \(measurement.epoch)  \(measurement.measurements.summary())"
        case .epoch(let summary):
            let seconds = String(format: "%.1f s", summary.seconds)
            return "epoch \(summary.measurement.epoch) took \(seconds)  \(summary.measurement.measurements.summary())"
        case .notice(let message):
            return "note: \(message)"
        case .stopped(let stop):
            let done = "at step \(stop.step), \(counted(stop.epoch, "epoch")) done"
            switch stop.reason {
            case .finished: return "finished \(done)"
            case .interrupted: return "stopped, all saved, \(done)"
            case .failed: return "failed \(done): \(stop.message ?? "no reason was recorded")"
            }
        }
    }
}
