import Datasets
import Foundation
import GAN
import Networks
import Runs
import Torch

/// Measures what training and drawing take, prints a table and writes it as JSON to the file that the first argument
/// names.
@main
enum Bench {
    private struct Report: Encodable {
        let libtorch: String
        let instructions: String
        let threads: Int
        let results: [Measurement]
    }

    static func main() async throws {
        let folder = NSTemporaryDirectory() + "atelier-bench-\(getpid())"
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(atPath: folder) }

        print("libtorch \(Runtime.version), \(Runtime.cpuCapability), \(Runtime.threadCount) threads")
        print("".padding(toLength: 40, withPad: " ", startingAt: 0) + "      median     minimum     maximum")
        var results = try measureAll(in: folder)
        for measurement in try await Evaluating.training(in: folder) {
            print(measurement.line)
            results.append(measurement)
        }
        guard CommandLine.arguments.count > 1 else { return }
        try write(results, to: CommandLine.arguments[1])
    }

    /// Measures all but whole runs, and prints a line for each.
    private static func measureAll(in folder: String) throws -> [Measurement] {
        var results: [Measurement] = []
        func report(_ measurement: Measurement) {
            print(measurement.line)
            results.append(measurement)
        }
        try networks(.float32, report)
        if Runtime.hasBFloat16 { try networks(.bfloat16, report) }
        try Convolutions.measure(report)
        try Recipes.measure(report)
        report(try Evaluating.evaluation(in: folder))
        report(try loading(from: folder + "/drawings.npy"))
        report(try startUp())
        return results
    }

    private static func write(_ results: [Measurement], to path: String) throws {
        let file = URL(fileURLWithPath: path)
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.prettyPrinted, .sortedKeys]
        try FileManager.default.createDirectory(
            at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
        let summary = Report(
            libtorch: Runtime.version, instructions: Runtime.cpuCapability, threads: Runtime.threadCount,
            results: results)
        try encoder.encode(summary).write(to: file, options: .atomic)
    }

    /// The tutorial's training step and its generator.
    private static func networks(_ precision: Precision, _ report: (Measurement) -> Void) throws {
        var configuration = TrainingConfiguration()
        configuration.imageSize = 28
        configuration.channels = 1
        configuration.precision = precision
        let suffix = precision == .float32 ? "" : ", \(precision.rawValue)"
        let state = try TrainingState(configuration)
        let realImages = try RandomGenerator(seed: 0).uniform([256, 1, 28, 28], from: -1, to: 1)
        report(
            try Measurement("tutorial's step, batch 256\(suffix)", rounds: 30) {
                _ = try state.step(realImages: realImages)
            })
        let latents = try RandomGenerator(seed: 0).normal([256, 100])
        report(
            try Measurement("generation, batch 256\(suffix)", unit: "images/s", value: { 256 / $0 }) {
                _ = try withoutGradients { try state.generator(latents, .inference).floats() }
            })
    }

    /// A `.npy` file of `count` drawings of 28×28 pixels.
    static func npy(count: Int, _ pixels: Data) -> Data {
        var header = "{'descr': '|u1', 'fortran_order': False, 'shape': (\(count), 784), }"
        header += String(repeating: " ", count: 117 - header.utf8.count) + "\n"
        return Data([0x93]) + Data("NUMPY".utf8) + Data([1, 0, 118, 0]) + Data(header.utf8) + pixels
    }

    /// One batch of 256 drawings out of 100,000, gathered in a random order and scaled.
    private static func loading(from path: String) throws -> Measurement {
        let count = 100_000
        try npy(count: count, Data(repeating: 200, count: count * 784)).write(to: URL(fileURLWithPath: path))

        let dataset = try Dataset.open([path])
        let sampler = BatchSampler(count: dataset.count, batchSize: 256, seed: 0)
        var pixels = [Float](repeating: 0, count: 256 * dataset.valuesPerImage)
        var batch = 0
        return try Measurement("loading, batch 256 of 28×28 .npy", rounds: 101) {
            let indices = sampler.indices(epoch: 0, batch: batch)
            try pixels.withUnsafeMutableBufferPointer { try dataset.readImages(at: indices, into: $0) }
            batch += 1
        }
    }

    /// `atelier --version`, from the start of the process to its end.
    private static func startUp() throws -> Measurement {
        let tool = URL(fileURLWithPath: CommandLine.arguments[0]).deletingLastPathComponent()
            .appendingPathComponent("atelier")
        return try Measurement("start-up, atelier --version") {
            let process = Process()
            process.executableURL = tool
            process.arguments = ["--version"]
            process.standardOutput = FileHandle.nullDevice
            try process.run()
            process.waitUntilExit()
        }
    }
}
