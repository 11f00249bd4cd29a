import Foundation
import GAN
public import Runs
import Synchronization

/// Writes, while a run trains, the files that other programs read and that its configuration asks for: Keras's weights
/// after each epoch, and TensorBoard's events.
///
///     let recorder = RunRecorder(trainer.configuration)
///     try await trainer.train { event in try recorder.record(event) }
public final class RunRecorder: Sendable {
    private let configuration: TrainingConfiguration
    private let state = Mutex(State())

    private struct State: ~Copyable {
        var run: RunDirectory?
        var tensorBoard: TensorBoardLog?
    }

    public init(_ configuration: TrainingConfiguration) {
        self.configuration = configuration
    }

    /// Takes in what happens; to be called with each event, in order, while the run trains. Throws `FileError` and
    /// ``InterchangeError``.
    public func record(_ event: TrainingEvent) throws {
        try state.withLock { state in
            switch event {
            case .started(let start):
                let run = try RunDirectory.open(start.run)
                state.run = run
                if configuration.tensorBoard { state.tensorBoard = try TensorBoardLog(run, configuration, start) }
            case .epoch, .stopped:
                // The run's own weights are there already, the epoch's checkpoint is not: a process killed here takes
                // the epoch again.
                if configuration.kerasWeights, let run = state.run { try saveKerasWeights(run) }
            case .step, .notice:
                break
            }
            try state.tensorBoard?.record(event)
        }
    }

    private func saveKerasWeights(_ run: RunDirectory) throws {
        for network in NetworkKind.allCases where FileManager.default.fileExists(atPath: run.weightsPath(network)) {
            let weights = try NetworkWeights(network, contentsOf: run.weightsPath(network))
            try KerasFile.write(weights, format: .legacy, to: "\(run.path)/\(network.rawValue).h5")
        }
    }
}
