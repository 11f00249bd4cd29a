import Foundation
import GAN
import Interchange
import Runs
import Testing
import Torch

/// The files of other programs that a run keeps while it trains.
@Suite struct RunRecorderTests {
    @Test func kerasFilesHoldTheRunsWeights() async throws {
        try await withDrawings { folder in
            let run = try await trained(in: folder)
            let generator = try KerasFile.readGenerator(run.path + "/generator.h5")
            let own = try NetworkWeights(.generator, of: run)
            #expect(generator.tensors.count == own.tensors.count)
            for one in generator.tensors {
                let other = try #require(own.tensors.first { $0.name == one.name })
                #expect(try one.tensor.isEqual(to: other.tensor), "\(one.name)")
            }
            let discriminator = try KerasFile.readDiscriminator(run.path + "/discriminator.h5")
            #expect(
                try discriminator.tensors[0].tensor.isEqual(
                    to: NetworkWeights(.discriminator, of: run).tensors[0].tensor))
            #expect(!FileManager.default.fileExists(atPath: run.path + "/tensorboard"))

            let other = try await trained(in: folder) { $0.kerasWeights = false }
            #expect(!FileManager.default.fileExists(atPath: other.path + "/generator.h5"))
        }
    }

    /// Where a file cannot be written, training ends with the reason.
    @Test func aFileThatCannotBeWrittenIsAnError() async throws {
        try await withDrawings { folder in
            let run = try await trained(in: folder, epochs: 1)
            try FileManager.default.removeItem(atPath: run.path + "/generator.h5")
            try FileManager.default.createDirectory(
                atPath: run.path + "/generator.h5/x", withIntermediateDirectories: true)
            await #expect(throws: (any Error).self) { try await trained(in: folder, resuming: run) }
        }
    }

    @Test func tensorBoardGetsCurvesDrawingsAndSettings() async throws {
        try await withDrawings { folder in
            let run = try await trained(in: folder) { $0.tensorBoard = true }
            let events = try self.events(of: run)
            #expect(events.count == 1)
            // The version, the settings, and of each epoch two steps and its end.
            #expect(
                events[0].map(\.tags) == [
                    [], ["configuration"], step, step, epoch, step, step, epoch,
                ])
            #expect(events[0].map(\.step) == [0, 0, 1, 2, 2, 3, 4, 4])
            #expect(events[0][0].version == "brain.Event:2")
            let losses = try EventLog.events(in: run).compactMap {
                if case .step(let measurement) = $0 { measurement[.generatorLoss].map(Float.init) } else { nil }
            }
            #expect(events[0].compactMap { $0.values["step/generator loss"].map(float) } == losses)
            let picture = try bytes("\(run.path)/\(RunDirectory.sampleName(epoch: 2))")
            #expect(events[0].last?.picture == picture)
        }
    }

    /// A session that goes on has a file of its own, which says from which step on earlier ones are to be forgotten.
    @Test func aResumedRunSaysSo() async throws {
        try await withDrawings { folder in
            let run = try await trained(in: folder, stopAfter: 3) { $0.tensorBoard = true }
            let first = try Set(FileManager.default.contentsOfDirectory(atPath: run.path + "/tensorboard"))
            try await Task.sleep(for: .seconds(1.1))
            _ = try await trained(in: folder, resuming: run) { $0.tensorBoard = true }
            let events = try self.events(of: run)
            #expect(events.count == 2 && first.count == 1)
            #expect(events[1].map(\.isStart) == [false, true, false, false, false])
            #expect(events[1].map(\.step) == [0, 4, 3, 4, 4])
        }
    }

    /// What a run without penalties measures, which nothing judges, by name.
    private static let measures = Measure.allCases
        .filter { ![.gradientPenalty, .distance, .distanceError].contains($0) }.map(\.entry.name.en)
    private let step = measures.map { "step/\($0)" }.sorted()
    private let epoch = (["drawings", "epoch/seconds"] + measures.map { "epoch/\($0)" }).sorted()

    /// The events of each of the run's files, every record's framing and checksums checked.
    private func events(of run: RunDirectory) throws -> [[WireEvent]] {
        try FileManager.default.contentsOfDirectory(atPath: run.path + "/tensorboard").sorted().map { name in
            #expect(name.hasPrefix("events.out.tfevents."))
            return try WireEvent.read(bytes("\(run.path)/tensorboard/\(name)"))
        }
    }
}
