import Foundation
public import GAN
public import Runs
import Synchronization

/// Writes, while a run trains, the files that other programs read and that its configuration asks for: Keras's weights
/// after each epoch, of the networks that Keras has all layers of, and TensorBoard's events.
///
///     let trainer = try Trainer(configuration, runsFolder: "runs", observers: [RunRecorder()])
public final class RunRecorder: RunObserver {
    private let tensorBoard = Mutex<TensorBoardLog?>(nil)

    /// A recorder of one run.
    public init() {}

    /// Throws `FileError` and ``InterchangeError``.
    public func observe(_ event: TrainingEvent, of run: RunDirectory, _ configuration: TrainingConfiguration) throws {
        if configuration.kerasWeights, event.leavesWeights { try saveKerasWeights(run) }
        try tensorBoard.withLock { log in
            if case .started(let start) = event, configuration.tensorBoard {
                log = try TensorBoardLog(run, configuration, start)
            }
            try log?.record(event)
        }
    }

    private func saveKerasWeights(_ run: RunDirectory) throws {
        for network in NetworkKind.allCases where FileManager.default.fileExists(atPath: run.weightsPath(network)) {
            let weights = try NetworkWeights(network, contentsOf: run.weightsPath(network))
            guard KerasFile.canHold(weights) else { continue }
            try KerasFile.write(weights, format: .legacy, to: "\(run.path)/\(network.rawValue).h5")
        }
    }
}

extension TrainingEvent {
    /// Whether the run's own weights were written just before. The epoch's checkpoint was not: a process that is killed
    /// here takes the epoch again.
    fileprivate var leavesWeights: Bool {
        switch self {
        case .epoch: true
        case .stopped(let stop): stop.reason != .failed
        case .started, .step, .notice: false
        }
    }
}
