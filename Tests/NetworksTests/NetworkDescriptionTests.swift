import Foundation
import Networks
import Testing

/// What follows from a description alone.
@Suite struct NetworkDescriptionTests {
    private let network = NetworkDescription(images: 12, channels: 3, classes: 5) {
        Conv2D(8, kernel: 5, stride: 2)
        Residual {
            LeakyReLU(0.2)
            Conv2D(8, kernel: 3, bias: false, initializer: .zeros)
        }
        Residual {
            Conv2D(4, kernel: 3)
        } shortcut: {
            Conv2D(4, kernel: 1, bias: false)
        }
        BatchNorm()
        Flatten()
        ClassProjection()
    }

    @Test func layersAreNamedAndSized() throws {
        let layers = try network.placed().flattened()
        #expect(
            layers.map(\.name) == [
                "conv1", "residual1", "leakyReLU", "conv2", "residual2", "conv3", "conv4", "batchNorm", "flatten",
                "classProjection",
            ])
        #expect(layers.map(\.output)[0...1] == [[8, 6, 6], [8, 6, 6]])
        #expect(try network.output() == [1])
        #expect(network.mixesBatch)
    }

    /// Counted by hand.
    @Test func weightsAreKnownBeforeMemoryIsTaken() throws {
        let weights = try network.weights()
        #expect(
            weights.map(\.name) == [
                "conv1.kernel", "conv1.bias", "conv2.kernel", "conv3.kernel", "conv3.bias", "conv4.kernel",
                "batchNorm.gamma", "batchNorm.beta", "batchNorm.movingMean", "batchNorm.movingVariance",
                "classProjection.kernel", "classProjection.bias", "classProjection.embedding",
            ])
        #expect(
            weights.map(\.shape) == [
                [8, 3, 5, 5], [8], [8, 8, 3, 3], [4, 8, 3, 3], [4], [4, 8, 1, 1], [4], [4], [4], [4], [144, 1], [1],
                [5, 144],
            ])
        #expect(weights.filter { !$0.isTrained }.map(\.name) == ["batchNorm.movingMean", "batchNorm.movingVariance"])
        #expect(try network.placed()[0].multiplyAdds == 6 * 6 * 8 * 3 * 25)
    }

    @Test func filesHoldAndGiveBackAll() throws {
        let encoder = JSONEncoder()
        encoder.outputFormatting = .sortedKeys
        let json = try encoder.encode(network)
        #expect(try JSONDecoder().decode(NetworkDescription.self, from: json) == network)
        #expect(String(decoding: json, as: UTF8.self).contains(#"{"layer":"leakyReLU","slope":0.2}"#))
    }

    static let impossible: [(String, NetworkDescription)] = [
        (
            "the layer dense takes features [F], and gets [1, 8, 8]",
            NetworkDescription(images: 8, channels: 1) { Dense(1) }
        ),
        ("the layer reshape makes 2×2×3 of 10 features", NetworkDescription(latents: 10) { Reshape(2, 2, 3) }),
        ("the layer reshape makes 0×2×3", NetworkDescription(latents: 10) { Reshape(0, 2, 3) }),
        ("the layer conv has a kernel of 0", NetworkDescription(images: 8, channels: 1) { Conv2D(1, kernel: 0) }),
        ("the layer dropout has a rate of 1", NetworkDescription(latents: 10) { Dropout(1) }),
        ("the layer dropout has a rate of nan", NetworkDescription(latents: 10) { Dropout(.nan) }),
        ("the layer leakyReLU has a slope of -1", NetworkDescription(latents: 10) { LeakyReLU(-1) }),
        ("the layer batchNorm has a momentum of 2", NetworkDescription(latents: 10) { BatchNorm(momentum: 2) }),
        ("the layer classEmbedding takes labels", NetworkDescription(latents: 10) { ClassEmbedding(2) }),
        (
            "the layer residual adds [3, 8, 8] and [1, 8, 8]",
            NetworkDescription(images: 8, channels: 1) { Residual { Conv2D(3, kernel: 3) } }
        ),
        (
            "the layer conv2 takes images",
            NetworkDescription(images: 8, channels: 1) {
                Conv2D(3, kernel: 3)
                Residual {
                    Flatten()
                    Conv2D(3, kernel: 3)
                }
            }
        ),
        ("has [0] numbers", NetworkDescription(latents: 0) { Dense(1) }),
        ("the layer dense has [-1] numbers", NetworkDescription(latents: 10) { Dense(-1) }),
        ("the layer dense has [9223372036854775807] numbers", NetworkDescription(latents: 10) { Dense(.max) }),
        (
            "the layer classEmbedding has [9223372036854775807] numbers",
            NetworkDescription(latents: 10, classes: 2) { ClassEmbedding(.max) }
        ),
        (
            "the layer dense2 has [1000000, 1000000] numbers",
            NetworkDescription(latents: 10) {
                Dense(1_000_000)
                Dense(1_000_000)
            }
        ),
        (
            "the layer convTranspose",
            NetworkDescription(images: 1 << 14, channels: 1) { ConvTranspose2D(1 << 20, kernel: 64, stride: 64) }
        ),
    ]

    @Test(arguments: impossible.indices) func impossibleNetworksAreExplained(index: Int) {
        let (sentence, network) = Self.impossible[index]
        let error = #expect(throws: NetworkError.self) { try network.weights() }
        #expect(error?.description.hasPrefix(sentence) == true, "\(error?.description ?? "")")
    }

    @Test func unknownLayersAreExplained() {
        let json = #"{"input": [3], "layers": [{"layer": "attention"}]}"#
        let error = #expect(throws: NetworkError.self) {
            try JSONDecoder().decode(NetworkDescription.self, from: Data(json.utf8))
        }
        #expect(error?.description.contains("unknown kind \"attention\"") == true)
    }
}
