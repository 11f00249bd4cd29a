public import Foundation

/// Training cannot go on; the description is one sentence that says where and what to do.
public enum TrainingError: LocalizedError, Sendable, Equatable, CustomStringConvertible {
    /// The loss of `network` ("generator" or "discriminator") is not a number or infinite; no weight was changed by it.
    case lossIsNotFinite(network: String)
    /// The same, with the step at which it happened and the file of the last good checkpoint, if there is one.
    case diverged(network: String, step: Int, checkpoint: String?)
    /// The run's data set is not the one that it was trained on.
    case datasetChanged(run: String, was: String, isNow: String)

    /// The sentence.
    public var description: String {
        switch self {
        case .lossIsNotFinite(let network):
            return "the \(network)'s loss is not finite"
        case .diverged(let network, let step, let checkpoint):
            let kept = checkpoint.map { "; the last good checkpoint is \($0)" } ?? ""
            return "the \(network)'s loss is not finite at step \(step)\(kept); "
                + "start a new run with a lower --learning-rate"
        case .datasetChanged(let run, let was, let isNow):
            return "\(run) was trained on \(was), but its sources now hold \(isNow); restore them, "
                + "name where they are in `atelier resume RUN SOURCE`, or go on with others by --other-data"
        }
    }

    /// The same sentence, for `localizedDescription`.
    public var errorDescription: String? { description }
}
