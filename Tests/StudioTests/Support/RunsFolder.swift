import Evaluation
import Foundation
import GAN
import Runs

/// A folder of runs that a studio shows, with some made-up drawings to train on; removed with the value.
final class RunsFolder: Sendable {
    let root = NSTemporaryDirectory() + "studio-" + UUID().uuidString
    var path: String { root + "/runs" }
    var drawingsPath: String { root + "/discs.npy" }

    init() throws {
        try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
        try Self.discs(40).write(to: URL(fileURLWithPath: drawingsPath))
    }

    deinit { try? FileManager.default.removeItem(atPath: root) }

    /// Trains a run of the smallest networks within a second.
    @discardableResult
    func train(
        epochs: Int = 2, name: String = "discs", drawings: [String]? = nil, latentSize: Int = 8, imageSize: Int? = nil,
        unconditional: Bool = true, heldOut: Double = 0,
        emit: @escaping @Sendable (TrainingEvent) -> Void = { _ in }
    ) async throws -> RunDirectory {
        var configuration = TrainingConfiguration()
        configuration.sources = drawings ?? [drawingsPath]
        configuration.unconditional = unconditional
        configuration.heldOut = heldOut
        configuration.width = 4
        configuration.latentSize = latentSize
        configuration.imageSize = imageSize
        configuration.batchSize = 8
        configuration.epochs = epochs
        configuration.threads = 1
        configuration.seed = 1
        configuration.logEverySteps = 1
        configuration.kerasWeights = false
        let trainer = try Trainer(
            configuration, runsFolder: path, name: name, evaluator: heldOut > 0 ? DistanceEvaluator() : nil)
        return try await trainer.train(emit: emit).run
    }

    func write(_ text: String, _ name: String) throws {
        let url = URL(fileURLWithPath: "\(root)/\(name)")
        try FileManager.default.createDirectory(at: url.deletingLastPathComponent(), withIntermediateDirectories: true)
        try Data(text.utf8).write(to: url)
    }

    func link(_ name: String, to target: String) throws {
        try FileManager.default.createSymbolicLink(atPath: "\(root)/\(name)", withDestinationPath: target)
    }

    /// A `.npy` file of discs of various radii, 16 pixels square.
    static func discs(_ count: Int) -> Data {
        let size = 16
        var header = "{'descr': '|u1', 'fortran_order': False, 'shape': (\(count), \(size), \(size)), }"
        header += String(repeating: " ", count: 117 - header.utf8.count) + "\n"
        var file = Data([0x93]) + Data("NUMPY".utf8) + Data([1, 0, 118, 0]) + Data(header.utf8)
        for drawing in 0..<count {
            let radius = Double(2 + drawing % (size / 2 - 2))
            for place in 0..<size * size {
                let (row, column) = (Double(place / size) - 7.5, Double(place % size) - 7.5)
                file.append((row * row + column * column).squareRoot() < radius ? 255 : 0)
            }
        }
        return file
    }

    /// As many drawings as can be judged, made up; returns their file.
    func drawingsToJudge() throws -> String {
        let path = root + "/many.npy"
        try Self.discs(420).write(to: URL(fileURLWithPath: path))
        return path
    }

    /// A folder with one finished run, `00001-discs`, for tests that change nothing.
    static let finished = Task {
        let folder = try RunsFolder()
        try await folder.train()
        return folder
    }
}
