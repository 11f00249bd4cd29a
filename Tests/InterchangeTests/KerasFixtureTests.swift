import Foundation
import GAN
import Interchange
import Testing
import Torch

/// Files that Keras and tf_keras wrote, all of the same weights (`make_interchange_fixtures.py`).
@Suite struct KerasFixtureTests {
    @Test(arguments: [
        "tf_keras-generator.h5", "tf_keras-class-generator.h5", "tf_keras-generator-model.h5",
        "tf_keras-generator.weights.h5", "tf_keras-class-generator.weights.h5", "keras-generator.weights.h5",
        "keras-class-generator.weights.h5", "keras-generator-model.h5", "old-texts.h5", "split-names.h5",
        "keras-generator.keras",
    ])
    func generatorsDrawWhatTheyDrewThere(name: String) throws {
        let weights = try KerasFile.readGenerator(fixture(name))
        #expect(
            weights.network == DCGAN(latentSize: 5, width: 2).generator(of: ImageShape(size: 16, channels: 3)))
        let expected = try Safetensors.read(fixture("expected.safetensors"))
        let images = try drawn(weights, latents: #require(expected.tensor(named: "latents")))
        #expect(try largestDifference(images, #require(expected.tensor(named: "images"))) <= 1e-5)
    }

    @Test(arguments: [
        "tf_keras-discriminator.h5", "tf_keras-discriminator.weights.h5", "keras-discriminator.weights.h5",
        "keras-discriminator.keras",
    ])
    func discriminatorsSayWhatTheySaidThere(name: String) throws {
        let weights = try KerasFile.readDiscriminator(fixture(name))
        let expected = try Safetensors.read(fixture("expected.safetensors"))
        let logits = try judged(weights, images: #require(expected.tensor(named: "realImages")))
        #expect(try largestDifference(logits, #require(expected.tensor(named: "realLogits"))) <= 1e-5)
    }

    /// Keras's own file and ours of the same weights name the same layers and weights.
    @Test func allFilesHoldTheSameBits() throws {
        let weights = try KerasFile.readGenerator(fixture("tf_keras-generator.h5"))
        for name in ["keras-generator.weights.h5", "tf_keras-generator-model.h5", "tf_keras-class-generator.h5"] {
            let others = try KerasFile.readGenerator(fixture(name))
            for (one, other) in zip(weights.tensors, others.tensors) {
                #expect(one.name == other.name)
                #expect(try one.tensor.floats().map(\.bitPattern) == other.tensor.floats().map(\.bitPattern))
            }
        }
    }
}
