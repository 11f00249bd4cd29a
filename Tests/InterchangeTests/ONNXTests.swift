import Foundation
import GAN
import Interchange
import Testing
import Torch

/// The messages by their field numbers in ONNX's onnx.proto; that ONNX Runtime computes the same, `make interop` shows.
@Suite struct ONNXTests {
    private func model(_ weights: NetworkWeights) throws -> WireMessage {
        try withTemporaryFolder { folder in
            try ONNXFile.write(weights, to: "\(folder)/x.onnx")
            return try WireMessage(bytes("\(folder)/x.onnx"))
        }
    }

    private func networks() throws -> TestedNetworks {
        try TestedNetworks(DCGAN(latentSize: 5, width: 2), of: ImageShape(size: 16, channels: 3))
    }

    @Test func generator() throws {
        let weights = try networks().generator
        let model = try model(weights)
        #expect(model.numbers(1) == [8])
        #expect(try model.messages(8).map { $0.numbers(2) } == [[17]])
        let graph = try #require(try model.messages(7).first)
        #expect(
            try graph.messages(1).flatMap { $0.texts(4) } == [
                "MatMul", "BatchNormalization", "LeakyRelu", "Reshape", "Transpose", "ConvTranspose",
                "BatchNormalization", "LeakyRelu", "ConvTranspose", "BatchNormalization", "LeakyRelu", "ConvTranspose",
                "Tanh",
            ])
        #expect(try extents(of: graph, 11) == ["latents", "N", "5"])
        #expect(try extents(of: graph, 12) == ["images", "N", "3", "16", "16"])

        let stored = try Dictionary(uniqueKeysWithValues: graph.messages(5).map { ($0.texts(8)[0], $0) })
        #expect(stored.count == weights.tensors.count + 1)
        for tensor in weights.tensors {
            let initializer = try #require(stored[String(tensor.name.dropFirst("generator.".count))])
            #expect(initializer.packed(1) == tensor.tensor.shape)
            #expect(initializer.numbers(2) == [1])
            #expect(try initializer.bytes(9) == [tensor.tensor.withUnsafeBytes { [UInt8]($0) }])
        }
    }

    /// 'same' at stride 2 pads 1 before and 2 after; at stride 1, 2 and 2.
    @Test func paddingIsInNumbers() throws {
        let networks = try networks()
        for (weights, operation, pads) in [
            (networks.generator, "ConvTranspose", [[2, 2, 2, 2], [1, 1, 2, 2], [1, 1, 2, 2]]),
            (networks.discriminator, "Conv", [[1, 1, 2, 2], [1, 1, 2, 2]]),
        ] {
            let graph = try #require(try model(weights).messages(7).first)
            let convolutions = try graph.messages(1).filter { $0.texts(4) == [operation] }
            let found = try convolutions.map { node in
                try node.messages(5).first { $0.texts(1) == ["pads"] }?.packed(8) ?? []
            }
            #expect(found == pads)
        }
    }

    @Test func discriminator() throws {
        let graph = try #require(try model(networks().discriminator).messages(7).first)
        #expect(
            try graph.messages(1).flatMap { $0.texts(4) } == [
                "Conv", "LeakyRelu", "Conv", "LeakyRelu", "Transpose", "Flatten", "Gemm",
            ])
        #expect(try extents(of: graph, 11) == ["images", "N", "3", "16", "16"])
        #expect(try extents(of: graph, 12) == ["logits", "N", "1"])
    }

    /// The name of the graph's only input (field 11) or output (12), and its extents.
    private func extents(of graph: WireMessage, _ field: Int) throws -> [String] {
        let value = try #require(try graph.messages(field).first)
        let shape = try #require(try value.messages(2).first?.messages(1).first?.messages(2).first)
        return try value.texts(1) + shape.messages(1).map { $0.texts(2).first ?? "\($0.numbers(1).first ?? 0)" }
    }
}
