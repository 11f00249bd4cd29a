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

/// The images that a generator of `weights` draws of `latents`.
func drawn(_ weights: NetworkWeights, latents: Tensor) throws -> Tensor {
    let generator = try Generator(weights.shape, random: RandomGenerator(seed: 0))
    try load(weights, into: generator.weights)
    return try withoutGradients { try generator(latents, training: false) }
}

/// The logits that a discriminator of `weights` gives `images`.
func judged(_ weights: NetworkWeights, images: Tensor) throws -> Tensor {
    let random = try RandomGenerator(seed: 0)
    let discriminator = try Discriminator(weights.shape, random: random)
    try load(weights, into: discriminator.weights)
    return try withoutGradients { try discriminator(images, training: false, random: random) }
}

private func load(_ weights: NetworkWeights, into targets: [NamedTensor]) throws {
    try withoutGradients {
        for target in targets {
            guard let source = weights.tensors.first(where: { $0.name == target.name }) else {
                throw Absent(name: target.name)
            }
            try target.tensor.copy(from: source.tensor)
        }
    }
}

private struct Absent: Error {
    let name: String
}

/// The largest difference of two tensors' elements, relative to the greater of 1 and the largest of `expected`.
func largestDifference(_ tensor: Tensor, _ expected: Tensor) throws -> Float {
    guard tensor.shape == expected.shape else { return .infinity }
    let (values, expectations) = (try tensor.floats(), try expected.floats())
    let scale = max(1, expectations.map(abs).max() ?? 1)
    return zip(values, expectations).reduce(0) { max($0, abs($1.0 - $1.1)) } / scale
}
