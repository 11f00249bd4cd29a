import Foundation
import GAN
import Interchange
import Runs
import Synchronization

/// Gives `body` a folder with eight small drawings in it, `squares.npy`; removed afterwards.
func withDrawings(_ body: (String) async throws -> Void) async throws {
    let folder = NSTemporaryDirectory() + "interchange-" + UUID().uuidString
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(atPath: folder) }
    var header = "{'descr': '|u1', 'fortran_order': False, 'shape': (8, 16, 16), }"
    header += String(repeating: " ", count: 117 - header.utf8.count) + "\n"
    let pixels = (0..<8 * 256).map { UInt8($0 % 7 * 40) }
    try (Data([0x93]) + Data("NUMPY".utf8) + Data([1, 0, 118, 0]) + Data(header.utf8) + Data(pixels))
        .write(to: URL(fileURLWithPath: "\(folder)/squares.npy"))
    try await body(folder)
}

/// Trains on the drawings in `folder`, two steps an epoch, recording as the tool does.
@discardableResult
func trained(
    in folder: String, epochs: Int = 2, resuming run: RunDirectory? = nil, stopAfter steps: Int = .max,
    _ change: (inout TrainingConfiguration) -> Void = { _ in }
) async throws -> RunDirectory {
    var configuration = TrainingConfiguration()
    configuration.sources = ["\(folder)/squares.npy"]
    (configuration.width, configuration.latentSize, configuration.batchSize) = (2, 3, 4)
    (configuration.epochs, configuration.logEverySteps, configuration.threads) = (epochs, 1, 1)
    change(&configuration)
    let trainer =
        try run.map { try Trainer(resuming: $0, configuration: configuration, observers: [RunRecorder()]) }
        ?? Trainer(configuration, runsFolder: "\(folder)/runs", observers: [RunRecorder()])
    let count = StepCount()
    return try await Task {
        try await trainer.train { event in
            if case .step = event { count.add() }
            if count.value >= steps { withUnsafeCurrentTask { $0?.cancel() } }
        }.run
    }.value
}

private final class StepCount: Sendable {
    private let count = Mutex(0)
    var value: Int { count.withLock { $0 } }
    func add() { count.withLock { $0 += 1 } }
}
