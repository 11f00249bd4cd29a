import Datasets
import Foundation
import Synchronization

/// A store of its own in a temporary folder, which is removed in the end.
final class DownloadFixture: Sendable {
    let folder: String
    let store: QuickDrawStore

    init() {
        folder = NSTemporaryDirectory() + "quickdraw-" + UUID().uuidString
        store = QuickDrawStore(folder: folder)
    }

    deinit { try? FileManager.default.removeItem(atPath: folder) }

    /// Patient enough for a busy machine, but with short pauses.
    func download(from url: String, stallTimeoutSeconds: Double = 10, maximumAttempts: Int = 3) -> QuickDrawDownload {
        QuickDrawDownload(
            store: store, baseURL: url, stallTimeoutSeconds: stallTimeoutSeconds, maximumAttempts: maximumAttempts,
            retryDelaySeconds: 0.02)
    }

    var names: [String] {
        ((try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []).sorted()
    }

    func bytes(_ name: String) -> [UInt8]? {
        FileManager.default.contents(atPath: folder + "/" + name).map { [UInt8]($0) }
    }

    func write(_ bytes: [UInt8], to name: String) throws {
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        try Data(bytes).write(to: URL(fileURLWithPath: folder + "/" + name))
    }

    /// A `.npy` file of `count` drawings, uint8 [count, 784]; `seed` makes one unlike another. The header declares
    /// `declared` drawings where that is given.
    static func npy(count: Int = 20, declared: Int? = nil, seed: Int = 1) -> [UInt8] {
        var header = "{'descr': '|u1', 'fortran_order': False, 'shape': (\(declared ?? count), 784), }"
        header += String(repeating: " ", count: 117 - header.count) + "\n"
        let pixels = (0..<count * 784).map { UInt8(truncatingIfNeeded: ($0 &* $0 &* seed) >> 5) }
        return [0x93] + "NUMPY".utf8 + [1, 0, 118, 0] + header.utf8 + pixels
    }
}

/// What a closure has been called with.
final class Recorder<Value: Sendable>: Sendable {
    private let storage = Mutex<[Value]>([])

    var values: [Value] { storage.withLock { $0 } }

    func record(_ value: Value) { storage.withLock { $0.append(value) } }
}
