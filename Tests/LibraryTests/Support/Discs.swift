import Atelier
import Foundation

/// Discs of ink on paper, drawn as they are needed.
struct Discs: ImageSource {
    var count = 20
    var height = 16
    var width = 16
    var channels = 1
    /// That of the first, in pixels; the others are larger.
    var radius = 2.0

    func readImage(at index: Int, into pixels: UnsafeMutableBufferPointer<Float>) {
        let radius = radius + 5 * Double(index) / Double(count)
        for place in pixels.indices {
            let (row, column) = (Double(place / width - height / 2) + 0.5, Double(place % width - width / 2) + 0.5)
            pixels[place] = (row * row + column * column).squareRoot() < radius ? 1 : -1
        }
    }
}

/// A folder that runs of a second leave in; removed with the value.
final class Workbench {
    let folder = NSTemporaryDirectory() + "library-" + UUID().uuidString
    var configuration = TrainingConfiguration()

    init() throws {
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        configuration.width = 4
        configuration.latentSize = 8
        configuration.batchSize = 8
        configuration.epochs = 2
        configuration.threads = 1
        configuration.seed = 1
        configuration.logEverySteps = 1
        configuration.kerasWeights = false
    }

    deinit { try? FileManager.default.removeItem(atPath: folder) }

    var runsFolder: String { folder + "/runs" }

    /// Whether these are the same drawings: each is computed in a batch with others, on which its last bits depend.
    static func areSame(_ a: some Collection<Float>, _ b: some Collection<Float>) -> Bool {
        a.count == b.count && zip(a, b).allSatisfy { abs($0 - $1) < 1e-5 }
    }

    /// The same of pictures.
    static func areSame(_ a: Bitmap, _ b: Bitmap) -> Bool {
        (a.width, a.height, a.channels) == (b.width, b.height, b.channels)
            && zip(a.pixels, b.pixels).allSatisfy { abs(Int($0) - Int($1)) <= 1 }
    }

    /// What a PNG file shows.
    func picture(_ png: [UInt8]) throws -> Bitmap {
        let path = folder + "/" + UUID().uuidString + ".png"
        try Data(png).write(to: URL(filePath: path))
        return try PNG.decode(contentsOf: path)
    }

    /// Discs as an `.npy` file; its path.
    func file(count: Int, size: Int) throws -> String {
        let discs = Discs(count: count, height: size, width: size)
        var pixels = [Float](repeating: 0, count: size * size)
        var bytes = NPY.header(count: count, height: size, width: size, channels: 1)
        for index in 0..<count {
            pixels.withUnsafeMutableBufferPointer { discs.readImage(at: index, into: $0) }
            bytes += NPY.levels(of: pixels, channels: 1, plane: size * size)
        }
        let path = folder + "/discs.npy"
        try Data(bytes).write(to: URL(filePath: path))
        return path
    }

    func drawings(_ categories: [String] = ["disc"], count: Int = 20) throws -> Dataset {
        try Dataset.of(
            categories.enumerated().map { ($1, Discs(count: count, radius: Double(2 + $0))) },
            options: configuration.datasetOptions)
    }

    /// A run on discs of these categories, each drawn on request where there are several.
    func run(_ categories: [String] = ["disc"]) async throws -> RunDirectory {
        configuration.unconditional = categories.count == 1
        let own = OwnParts(drawings: try drawings(categories))
        return try await Trainer(configuration, own: own, runsFolder: runsFolder).train().run
    }
}
