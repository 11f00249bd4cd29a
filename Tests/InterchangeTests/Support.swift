import Foundation
import GAN
import Networks
import Torch

/// Two networks with weights that are all different: none stays at its first 0 or 1.
struct TestedNetworks {
    let generator: NetworkWeights
    let discriminator: NetworkWeights

    init(_ networks: some NetworkArchitecture, of images: ImageShape) throws {
        let random = try RandomGenerator(seed: 3)
        func weights(_ kind: NetworkKind, _ network: NetworkDescription) throws -> NetworkWeights {
            NetworkWeights(
                kind,
                of: try Network(network, named: kind.rawValue) { try random.uniform($0.shape, from: 0.01, to: 1) })
        }
        generator = try weights(.generator, networks.generator(of: images))
        discriminator = try weights(.discriminator, networks.discriminator(of: images))
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
func drawn(_ weights: NetworkWeights, latents: Tensor) throws -> Tensor { try run(weights, latents) }

/// The logits that a discriminator of `weights` gives `images`.
func judged(_ weights: NetworkWeights, images: Tensor) throws -> Tensor { try run(weights, images) }

private func run(_ weights: NetworkWeights, _ input: Tensor) throws -> Tensor {
    let network = try Network(weights.network, named: weights.kind.rawValue) { weight in
        let name = "\(weights.kind.rawValue).\(weight.name)"
        guard let source = weights.tensors.first(where: { $0.name == name }) else { throw Absent(name: name) }
        return source.tensor
    }
    return try withoutGradients { try network(input, .inference) }
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
