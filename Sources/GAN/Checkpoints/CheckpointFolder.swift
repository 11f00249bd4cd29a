import Datasets
import Files
import Foundation
import Networks
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
    private let data: RunData
    private let batchesPerEpoch: Int

    struct Entry {
        let path: String
        let epoch: Int
        let batch: Int

        var name: String { URL(fileURLWithPath: path).lastPathComponent }
    }

    private enum Key {
        static let format = "format"
        static let configuration = "configuration"
        static let progress = "progress"
        static let dataset = "dataset"
        static let networks = "networks"
        static let optimizerSteps = "optimizerSteps"
    }

    init(_ run: RunDirectory, _ configuration: TrainingConfiguration, dataset: Dataset, data: RunData) {
        self.run = run
        self.configuration = configuration
        inventory = dataset.inventory
        self.data = data
        batchesPerEpoch = configuration.sampler(of: dataset).batchesPerEpoch
    }

    /// Writes a checkpoint of `state`, then removes those that are kept no longer: all but this one, the last
    /// `configuration.keep`, that of the best epoch and those of every tenth.
    func save(_ state: TrainingState) throws {
        let progress = state.progress
        let batch = progress.batch == 0 ? "" : "-batch-\(zeroPadded(progress.batch, to: 4))"
        let path = "\(run.checkpointsPath)/epoch-\(zeroPadded(progress.epoch, to: 4))\(batch).safetensors"
        let metadata = [
            Key.format: String(FormatVersion.checkpoint),
            Key.configuration: try configuration.json(),
            Key.progress: try progress.json(),
            Key.dataset: inventory,
            Key.networks: try state.networks.json(),
            Key.optimizerSteps: try state.optimizerSteps.json(),
        ]
        try Safetensors.write(tensors: state.tensors(), metadata: metadata, to: path, checksum: CRC32.self)

        for entry in try entries().dropLast(configuration.keep) where entry.path != path {
            if entry.batch > 0 || (entry.epoch % 10 != 0 && entry.epoch != progress.best?.epoch) {
                try? FileManager.default.removeItem(atPath: entry.path)
            }
        }
    }

    /// Brings `state` to the newest whole checkpoint, sets damaged ones that are newer aside, and returns a sentence for
    /// each of these.
    ///
    /// Where the run has no checkpoint yet, `state` stays at the beginning. Throws ``CheckpointError`` where all are
    /// damaged or the checkpoint is of other settings, `TrainingError` where the data set has changed; nothing is set
    /// aside then.
    func restoreNewest(into state: TrainingState) throws -> [String] {
        var damaged: [(entry: Entry, error: SafetensorsError)] = []
        let entries = try entries()
        for entry in entries.reversed() {
            let file: SafetensorsFile
            do {
                file = try Safetensors.read(entry.path, checksum: CRC32.self)
            } catch let error as SafetensorsError {
                damaged.append((entry, error))
                continue
            }
            try restore(state, from: file, at: entry.path)
            return try damaged.map { try setAside($0.entry, $0.error, goingOnFrom: entry) }
        }
        guard entries.isEmpty else {
            throw CheckpointError(
                path: run.checkpointsPath,
                message: "holds no whole checkpoint, of \(entries.count) found; "
                    + "restore one from a copy, or start a new run")
        }
        return []
    }

    /// Renames a damaged checkpoint, so that it is neither counted among those that are kept nor read again.
    private func setAside(_ entry: Entry, _ error: SafetensorsError, goingOnFrom whole: Entry) throws -> String {
        var target = entry.path + ".damaged"
        var number = 2
        while FileStatus(of: target) != nil {
            target = "\(entry.path).damaged-\(number)"
            number += 1
        }
        guard rename(entry.path, target) == 0 else {
            throw FileError(path: entry.path, operation: "set aside the damaged", code: errno)
        }
        try AtomicFile.syncFolder(run.checkpointsPath)
        return "\(error); it is now \(target), and training goes on from \(whole.name)"
    }

    /// The generator that a checkpoint's file says it is of; nil where it says nothing.
    static func generator(in file: SafetensorsFile) -> NetworkDescription? {
        let json = file.metadata[Key.networks].map { Data($0.utf8) } ?? Data()
        let networks = try? JSONDecoder().decode([String: NetworkDescription].self, from: json)
        return networks?[NetworkKind.generator.rawValue]
    }

    /// The newest checkpoint's file, whole or not; nil where there is none.
    func newest() throws -> Entry? { try entries().last }

    private func restore(_ state: TrainingState, from file: SafetensorsFile, at path: String) throws {
        let format = file.metadata[Key.format].map { Int($0) ?? .max } ?? 1
        if let refusal = FormatVersion.refusal(of: format, known: FormatVersion.checkpoint) {
            throw CheckpointError(path: path, message: refusal)
        }
        guard let json = file.metadata[Key.progress], let settings = file.metadata[Key.configuration],
            let progress = try? JSONDecoder().decode(TrainingProgress.self, from: Data(json.utf8))
        else { throw CheckpointError(path: path, message: "has no progress in it; expected a checkpoint of Atelier") }
        let saved = try TrainingConfiguration(json: settings, from: path)
        let conflicts = configuration.conflicts(with: saved)
        guard conflicts.isEmpty else {
            throw CheckpointError(path: path, message: "is of other settings: \(conflicts.joined(separator: "; "))")
        }
        if data.isUnknown, let was = file.metadata[Key.dataset], was != inventory {
            throw TrainingError.datasetChanged(run: run.path, was: was, isNow: inventory)
        }
        func decoded<Value: Decodable>(_ key: String) throws -> Value? {
            guard let json = file.metadata[key] else { return nil }
            guard let value = try? JSONDecoder().decode(Value.self, from: Data(json.utf8)) else {
                throw CheckpointError(path: path, message: "has \(key) that make no sense; use another copy")
            }
            return value
        }
        let isPossible =
            !data.includes(progress)
            || progress.isPossible(batchesPerEpoch: batchesPerEpoch, since: data.periods[data.periods.count - 1])
        guard progress.isCountable, isPossible else {
            throw CheckpointError(
                path: path,
                message:
                    "says that it stands at step \(progress.step), epoch \(progress.epoch), batch \(progress.batch), "
                    + "which a run of \(batchesPerEpoch) batches an epoch cannot; use another copy")
        }
        if let networks: [String: NetworkDescription] = try decoded(Key.networks), networks != state.networks {
            throw CheckpointError(
                path: path,
                message: "is of other networks than this run has; use the Atelier, or the architecture, that wrote it")
        }
        // Checkpoints that do not say it are of optimizers that took each of the run's steps.
        let optimizerSteps: [String: Int64]? = try decoded(Key.optimizerSteps)
        try state.restore(file.tensors, progress: progress, optimizerSteps: optimizerSteps, from: path)
    }

    /// All checkpoints, the oldest first.
    private func entries() throws -> [Entry] {
        guard let names = try? FileManager.default.contentsOfDirectory(atPath: run.checkpointsPath) else {
            throw CheckpointError(
                path: run.checkpointsPath,
                message:
                    "cannot be listed; expected the run's checkpoints: restore them from a copy, or start a new run")
        }
        return
            names.compactMap { name -> Entry? in
                guard let match = name.wholeMatch(of: /epoch-(\d+)(?:-batch-(\d+))?\.safetensors/),
                    let epoch = Int(match.1), let batch = Int(match.2 ?? "0")
                else { return nil }
                return Entry(path: "\(run.checkpointsPath)/\(name)", epoch: epoch, batch: batch)
            }
            .sorted { ($0.epoch, $0.batch) < ($1.epoch, $1.batch) }
    }
}
