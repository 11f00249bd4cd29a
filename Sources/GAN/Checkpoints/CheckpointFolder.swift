import Foundation
import Runs
import Torch

/// The checkpoints of a run: safetensors files that hold everything training changes, each ending in a checksum.
///
/// `epoch-0012.safetensors` stands at the end of epoch 12, `epoch-0012-batch-0345.safetensors` 345 batches later.
struct CheckpointFolder {
    let run: RunDirectory
    private let configuration: TrainingConfiguration
    /// What the run is trained on.
    private let inventory: String

    struct Entry {
        let path: String
        let epoch: Int
        let batch: Int

        var name: String { URL(fileURLWithPath: path).lastPathComponent }
    }

    private enum Key {
        static let configuration = "configuration"
        static let progress = "progress"
        static let dataset = "dataset"
    }

    init(_ run: RunDirectory, _ configuration: TrainingConfiguration, dataset inventory: String) {
        self.run = run
        self.configuration = configuration
        self.inventory = inventory
    }

    /// Writes a checkpoint of `state`, then removes those that are kept no longer: all but the last
    /// `configuration.keep` and those of every tenth epoch.
    func save(_ state: TrainingState) throws {
        let progress = state.progress
        let batch = progress.batch == 0 ? "" : "-batch-\(padded(progress.batch))"
        let path = "\(run.checkpointsPath)/epoch-\(padded(progress.epoch))\(batch).safetensors"
        let metadata = [
            Key.configuration: try configuration.json(),
            Key.progress: String(decoding: try JSONEncoder().encode(progress), as: UTF8.self),
            Key.dataset: inventory,
        ]
        try Safetensors.write(tensors: state.tensors(), metadata: metadata, to: path, checksum: CRC32.self)

        for entry in try entries().dropLast(configuration.keep) where entry.batch > 0 || entry.epoch % 10 != 0 {
            try? FileManager.default.removeItem(atPath: entry.path)
        }
    }

    /// Brings `state` to the newest whole checkpoint, and returns a sentence for each damaged one that was passed over.
    ///
    /// Where the run has no checkpoint yet, `state` stays at the beginning. Throws ``CheckpointError`` where all are
    /// damaged or the checkpoint is of other settings, `TrainingError` where the data set has changed.
    func restoreNewest(into state: TrainingState) throws -> [String] {
        var notices: [String] = []
        let entries = try entries()
        for entry in entries.reversed() {
            let file: SafetensorsFile
            do {
                file = try Safetensors.read(entry.path, checksum: CRC32.self)
            } catch let error as SafetensorsError {
                notices.append("\(error); going on from the checkpoint before it")
                continue
            }
            try restore(state, from: file, at: entry.path)
            return notices
        }
        guard entries.isEmpty else {
            throw CheckpointError(
                path: run.checkpointsPath,
                message: "holds no whole checkpoint, of \(entries.count) found; "
                    + "restore one from a copy, or start a new run")
        }
        return notices
    }

    /// The newest checkpoint's file, whole or not; nil where there is none.
    func newest() throws -> Entry? { try entries().last }

    private func restore(_ state: TrainingState, from file: SafetensorsFile, at path: String) throws {
        guard let json = file.metadata[Key.progress], let settings = file.metadata[Key.configuration],
            let progress = try? JSONDecoder().decode(TrainingProgress.self, from: Data(json.utf8))
        else { throw CheckpointError(path: path, message: "has no progress in it; expected a checkpoint of Atelier") }
        var saved = TrainingConfiguration()
        try saved.overlay(json: settings, from: path)
        let conflicts = try configuration.conflicts(with: saved)
        guard conflicts.isEmpty else {
            throw CheckpointError(path: path, message: "is of other settings: \(conflicts.joined(separator: "; "))")
        }
        if let was = file.metadata[Key.dataset], was != inventory {
            throw TrainingError.datasetChanged(run: run.path, was: was, isNow: inventory)
        }
        try state.restore(file.tensors, progress: progress, from: path)
    }

    /// All checkpoints, the oldest first.
    private func entries() throws -> [Entry] {
        try FileManager.default.contentsOfDirectory(atPath: run.checkpointsPath)
            .compactMap { name -> Entry? in
                guard let match = name.wholeMatch(of: /epoch-(\d+)(?:-batch-(\d+))?\.safetensors/),
                    let epoch = Int(match.1), let batch = Int(match.2 ?? "0")
                else { return nil }
                return Entry(path: "\(run.checkpointsPath)/\(name)", epoch: epoch, batch: batch)
            }
            .sorted { ($0.epoch, $0.batch) < ($1.epoch, $1.batch) }
    }

    private func padded(_ number: Int) -> String { String(format: "%04d", number) }
}
