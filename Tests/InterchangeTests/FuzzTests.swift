import CZlib
import Foundation
import Fuzzing
import GAN
import Interchange
import Runs
import Testing
import Torch

/// Ten thousand damaged files for each reader. A file that is still good may be read; every other must be refused with
/// a sentence, soon, and without a process's end or much memory.
@Suite(.serialized) struct FuzzTests {
    // Each in a process of its own, whose memory is that of the reader and of no other test.

    @Test func keras() async {
        await #expect(processExitsWith: .success) {
            let names = ["tf_keras-discriminator.h5", "keras-discriminator.weights.h5", "tf_keras-generator-model.h5"]
            let seeds = try names.map { try bytes(fixture($0)) }
            // The library runs in processes of its own, so several files at a time.
            try fuzz(seeds, tasks: 2) { path, seed in
                _ = try seed == 2 ? KerasFile.readGenerator(path) : KerasFile.readDiscriminator(path)
            }
        }
    }

    /// libzip runs in this process; what it unpacks is read as the files above are.
    @Test func kerasArchives() async {
        await #expect(processExitsWith: .success) {
            let seeds = try ["keras-generator.keras", "archives/deflated.keras"].map { try bytes(fixture($0)) }
            try fuzz(seeds, tasks: 2) { path, _ in _ = try KerasFile.readGenerator(path) }
        }
    }

    @Test func safetensors() async {
        await #expect(processExitsWith: .success) {
            let seeds = try ["every-type.safetensors", "expected.safetensors"].map { try bytes(fixture($0)) }
            try fuzz(seeds, tasks: 1) { path, _ in _ = try Safetensors.read(path) }
        }
    }

    @Test func weights() async {
        await #expect(processExitsWith: .success) {
            try withTemporaryFolder { folder in
                let path = "\(folder)/generator.safetensors"
                try KerasFile.readGenerator(fixture("tf_keras-generator.h5")).write(to: path)
                try fuzz([bytes(path)], tasks: 1) { path, _ in _ = try NetworkWeights(.generator, contentsOf: path) }
            }
        }
    }

    /// The newest checkpoint of a run that is resumed. Every other damaged one has its checksum put right, without which
    /// nothing more would be read of it.
    @Test func checkpoints() async {
        await #expect(processExitsWith: .success) {
            try await withDrawings { folder in
                let run = try await trained(in: folder, epochs: 1) { $0.kerasWeights = false }
                let checkpoint = run.checkpointsPath + "/epoch-0001.safetensors"
                let seed = try bytes(checkpoint)
                let outcomes = Outcomes()
                let before = Memory.peakBytes()
                for number in 0..<fileCount {
                    var mutation = Mutation(seed: UInt64(number))
                    var file = mutation.applied(to: seed)
                    if number % 2 == 0, file.count > 4 {
                        let checksum = crc32(0, file, UInt32(file.count - 4))
                        file.replaceSubrange(
                            (file.count - 4)..., with: withUnsafeBytes(of: UInt32(checksum).littleEndian, Array.init))
                    }
                    try write(file, to: checkpoint)
                    do {
                        try await trained(in: folder, resuming: run, stopAfter: 0) { $0.kerasWeights = false }
                        outcomes.add(number, .success(()), path: run.path)
                    } catch {
                        outcomes.add(number, .failure(error), path: run.path)
                    }
                }
                outcomes.check(before: before)
            }
        }
    }
}

private let fileCount = 10_000

private func fuzz(_ seeds: [[UInt8]], tasks: Int, _ read: @escaping @Sendable (String, Int) throws -> Void) throws {
    try withTemporaryFolder { folder in
        let before = Memory.peakBytes()
        let outcomes = Outcomes()
        DispatchQueue.concurrentPerform(iterations: tasks) { task in
            let path = "\(folder)/\(task)"
            for number in stride(from: task, to: fileCount, by: tasks) {
                var mutation = Mutation(seed: UInt64(number))
                let seed = number % seeds.count
                let file = mutation.applied(to: seeds[seed])
                outcomes.add(
                    number,
                    Result {
                        try write(file, to: path)
                        try read(path, seed)
                    }, path: path)
            }
        }
        outcomes.check(before: before)
    }
}

extension Outcomes {
    fileprivate func check(before peakBytes: Int) {
        #expect(unclear == [])
        #expect(refused + accepted == fileCount)
        #expect(refused > fileCount / 10)
        #expect(Memory.peakBytes() - peakBytes < 1 << 30)
    }
}

private func write(_ bytes: [UInt8], to path: String) throws {
    try Data(bytes).write(to: URL(fileURLWithPath: path))
}
