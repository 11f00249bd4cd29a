import Foundation
import GAN
import Torch

/// Two networks with weights that are all different: none stays at its first 0 or 1.
struct Networks {
    let generator: Generator
    let discriminator: Discriminator

    init(_ shape: NetworkShape) throws {
        let random = try RandomGenerator(seed: 3)
        generator = try Generator(shape, random: random)
        discriminator = try Discriminator(shape, random: random)
        try withoutGradients {
            for weight in generator.weights + discriminator.weights {
                try weight.tensor.copy(from: random.uniform(weight.tensor.shape, from: 0.01, to: 1))
            }
        }
    }
}

func bytes(_ path: String) throws -> [UInt8] { try [UInt8](Data(contentsOf: URL(fileURLWithPath: path))) }

/// The description of the error that `body` throws, or "" where it throws none.
func failure(_ body: () throws -> Any) -> String {
    do {
        _ = try body()
        return ""
    } catch {
        return "\(error)"
    }
}

/// Gives `body` a new folder, removed afterwards.
func withTemporaryFolder<R>(_ body: (String) throws -> R) throws -> R {
    let folder = NSTemporaryDirectory() + "interchange-" + UUID().uuidString
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(atPath: folder) }
    return try body(folder)
}

/// A file beside the tests that another program wrote.
func fixture(_ name: String) -> String {
    URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .appendingPathComponent("Fixtures/interchange/\(name)").path
}
