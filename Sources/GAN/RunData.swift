import Datasets
import Files
import Foundation
import Runs

/// The drawings that a run trains on, and those that it trained on before, as its `data.json` keeps them.
struct RunData {
    /// In order; the last is of the drawings that were opened.
    private(set) var periods: [Period]
    private let relation: Relation

    /// Steps that are trained on the same drawings.
    struct Period: Codable, Equatable {
        /// Epochs and steps that the run had done when it began.
        var epoch = 0
        var step = 0
        /// Where the drawings were found.
        var sources: [String]
        /// Nil for those of a run of an older version, which kept no checksum.
        var drawings: DatasetChecksum?
    }

    /// How the drawings that were opened stand to those that the run was trained on.
    private enum Relation {
        case same
        /// The run kept no checksum.
        case unknown
        /// Others, on purpose.
        case other
    }

    /// Of a new run. Reads its drawings. Throws `DatasetError`.
    init(of dataset: Dataset, sources: [String]) throws {
        periods = [Period(sources: sources, drawings: try DatasetChecksum(of: dataset))]
        relation = .unknown
    }

    /// Of `run`, which is to go on with the drawings of `dataset`, which it reads.
    ///
    /// Throws `TrainingError` where they are others than the run's, unless these are `acceptingOthers`; ``CheckpointError``
    /// where `data.json` cannot be read, and `DatasetError`.
    init(_ run: RunDirectory, goingOnWith dataset: Dataset, sources: [String], acceptingOthers: Bool) throws {
        let drawings = try DatasetChecksum(of: dataset)
        periods = try DataFile.read(from: run.dataPath) ?? [Period(sources: run.configuration().sources)]
        if let last = periods[periods.count - 1].drawings {
            let difference = drawings.difference(from: last)
            if let difference, !acceptingOthers {
                throw TrainingError.datasetChanged(run: run.path, was: "\(last)", isNow: difference)
            }
            relation = difference == nil ? .same : .other
        } else {
            relation = acceptingOthers ? .other : .unknown
        }
        if relation == .other { periods.append(Period(sources: sources)) }
        periods[periods.count - 1].sources = sources
        periods[periods.count - 1].drawings = drawings
    }

    /// Whether a checksum told that the drawings are those that the run was trained on.
    var isVerified: Bool { relation == .same }

    /// Whether a checkpoint's own note of the drawings is all that tells whether they are the same.
    var isUnknown: Bool { relation == .unknown }

    /// Whether `progress` was made on these drawings, so that its batch is one of theirs.
    func includes(_ progress: TrainingProgress) -> Bool {
        relation != .other && (periods.count == 1 || progress.step > periods[periods.count - 1].step)
    }

    /// Has `progress` go on with these drawings, at the beginning of its epoch where it was made on others. Returns a
    /// sentence where these are others than before.
    mutating func begin(_ progress: inout TrainingProgress) -> String? {
        guard !includes(progress), let current = periods.popLast() else { return nil }
        progress.beginEpochOnOtherDrawings()
        periods.append(
            Period(
                epoch: progress.epoch, step: progress.step, sources: current.sources, drawings: current.drawings))
        guard relation == .other else { return nil }
        let earlier = periods.dropLast().last?.drawings.map { ", where they were \($0)" } ?? ""
        return "from step \(progress.step) on the run trains on other drawings, as --other-data has it: "
            + "\(current.drawings?.description ?? "")\(earlier)"
    }

    func write(to run: RunDirectory) throws { try DataFile.write(periods, to: run.dataPath) }
}

/// `data.json`.
private struct DataFile: Codable {
    let format: Int
    let trainedOn: [RunData.Period]

    private struct Version: Codable {
        let format: Int
    }

    /// Nil where there is no file.
    static func read(from path: String) throws(CheckpointError) -> [RunData.Period]? {
        guard FileStatus(of: path) != nil else { return nil }
        let data = FileManager.default.contents(atPath: path) ?? Data()
        if let version = try? JSONDecoder().decode(Version.self, from: data).format,
            let refusal = FormatVersion.refusal(of: version, known: FormatVersion.data)
        {
            throw CheckpointError(path: path, message: refusal)
        }
        guard let file = try? JSONDecoder().decode(DataFile.self, from: data), !file.trainedOn.isEmpty,
            file.trainedOn.flatMap({ [$0.epoch, $0.step] }).allSatisfy((0..<1 << 60).contains)
        else {
            throw CheckpointError(
                path: path,
                message:
                    "does not say what the run was trained on; restore it from a copy, or remove it to go on without")
        }
        return file.trainedOn
    }

    static func write(_ periods: [RunData.Period], to path: String) throws {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
        let file = DataFile(format: FormatVersion.data, trainedOn: periods)
        try AtomicFile.write([UInt8](encoder.encode(file)) + [UInt8(ascii: "\n")], to: path)
    }
}
