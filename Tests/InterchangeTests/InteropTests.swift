import Foundation
import GAN
import Interchange
import Networks
import Testing
import Torch

private let interopFolder = ProcessInfo.processInfo.environment["ATELIER_INTEROP"]

/// Atelier's side of `make interop`: Tests/Interop/interop.py trains, exports, and calls these, before and after Keras
/// had its turn. By themselves they are skipped.
@Suite(.enabled(if: interopFolder != nil, "it is part of make interop")) struct InteropTests {
    /// For each run, what its networks make of some latents and images.
    @Test func givesExpectations() throws {
        for folder in try folders() {
            let generator = try NetworkWeights(.generator, contentsOf: "\(folder)/generator.safetensors")
            let discriminator = try NetworkWeights(.discriminator, contentsOf: "\(folder)/discriminator.safetensors")
            let random = try RandomGenerator(seed: 11)
            let latents = try random.normal([6] + generator.network.input)
            let realImages = try random.uniform([6] + discriminator.network.input, from: -1, to: 1)
            try Safetensors.write(
                tensors: [
                    NamedTensor(name: "latents", tensor: latents), NamedTensor(name: "realImages", tensor: realImages),
                    NamedTensor(name: "images", tensor: drawn(generator, latents: latents)),
                    NamedTensor(name: "realLogits", tensor: judged(discriminator, images: realImages)),
                ], to: "\(folder)/expected.safetensors")
        }
    }

    /// What Keras trained and wrote draws and judges here as it did there.
    @Test func readsWhatKerasWrote() throws {
        var count = 0
        for folder in try folders() {
            let expected = try Safetensors.read("\(folder)/back/expected.safetensors")
            let latents = try #require(expected.tensor(named: "latents"))
            let realImages = try #require(expected.tensor(named: "realImages"))
            for name in try FileManager.default.contentsOfDirectory(atPath: "\(folder)/back")
            where name.hasSuffix(".h5") || name.hasSuffix(".keras") {
                let (path, key) = ("\(folder)/back/\(name)", String(name.prefix { $0 != "-" }))
                let difference =
                    if name.contains("generator") {
                        try largestDifference(
                            drawn(KerasFile.readGenerator(path), latents: latents),
                            #require(expected.tensor(named: "\(key).images")))
                    } else {
                        try largestDifference(
                            judged(
                                KerasFile.readDiscriminator(path), images: realImages),
                            #require(expected.tensor(named: "\(key).realLogits")))
                    }
                print("\(name): \(difference)")
                #expect(difference <= 1e-5, "\(path)")
                count += 1
            }
        }
        #expect(count > 0)
    }

    private func folders() throws -> [String] {
        let folder = try #require(interopFolder)
        return try FileManager.default.contentsOfDirectory(atPath: folder).sorted().map { "\(folder)/\($0)" }
            .filter { FileManager.default.fileExists(atPath: "\($0)/generator.safetensors") }
    }
}
