import Foundation

/// Real drawings beside the repository; tests that need them are skipped where they are absent.
enum RealDrawingFiles {
    static let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent().deletingLastPathComponent().appendingPathComponent("shared/data/quickdraw").path

    static let areThere = FileManager.default.fileExists(atPath: folder + "/cat.npy")
}
