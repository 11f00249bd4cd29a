import Datasets
import Foundation

/// Data sets that may be on this machine; tests of them are skipped where they are not.
enum RealData {
    /// Real Quick, Draw! drawings in a folder beside the checkout.
    static let quickDraw = URL(fileURLWithPath: #filePath)
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent().deletingLastPathComponent()
        .appendingPathComponent("shared/data/quickdraw").path

    static var hasQuickDraw: Bool { FileManager.default.fileExists(atPath: quickDraw + "/cat.npy") }
    static var hasFashionMNIST: Bool {
        FileManager.default.fileExists(atPath: SourceName.fashionMNISTFolder + "/train-images-idx3-ubyte.gz")
    }
}
