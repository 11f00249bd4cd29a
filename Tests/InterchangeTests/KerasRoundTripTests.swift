import Foundation
import GAN
import Interchange
import Testing
import Torch

/// What was written is read back, to the last bit.
@Suite struct KerasRoundTripTests {
    static let shapes = [
        NetworkShape(imageSize: 16, channels: 1, latentSize: 8, width: 4),
        NetworkShape(imageSize: 28, channels: 1, latentSize: 100, width: 64),
        NetworkShape(imageSize: 32, channels: 3, latentSize: 1, width: 3),
        NetworkShape(imageSize: 64, channels: 1, latentSize: 7, width: 1),
    ]

    @Test(arguments: shapes, [KerasFile.Format.legacy, .version3])
    func theSameBitsComeBack(shape: NetworkShape, format: KerasFile.Format) throws {
        try withTemporaryFolder { folder in
            let path = "\(folder)/weights.h5"
            let networks = try Networks(shape)
            try KerasFile.write(NetworkWeights(networks.generator), format: format, to: path)
            try expectSameBits(KerasFile.readGenerator(path), NetworkWeights(networks.generator))

            try KerasFile.write(NetworkWeights(networks.discriminator), format: format, to: path)
            let read = try KerasFile.readDiscriminator(path, latentSize: shape.latentSize)
            try expectSameBits(read, NetworkWeights(networks.discriminator))
            #expect(try FileManager.default.contentsOfDirectory(atPath: folder) == ["weights.h5"])
        }
    }

    @Test func equalWeightsGiveEqualBytes() throws {
        try withTemporaryFolder { folder in
            let weights = try NetworkWeights(Networks(Self.shapes[0]).generator)
            for format in [KerasFile.Format.legacy, .version3] {
                for name in ["a", "b"] { try KerasFile.write(weights, format: format, to: "\(folder)/\(name)") }
                #expect(try bytes("\(folder)/a") == bytes("\(folder)/b"))
            }
        }
    }

    @Test func aGeneratorIsNoDiscriminator() throws {
        try withTemporaryFolder { folder in
            let path = "\(folder)/weights.h5"
            let networks = try Networks(Self.shapes[0])
            try KerasFile.write(NetworkWeights(networks.generator), format: .legacy, to: path)
            #expect(
                failure { try KerasFile.readDiscriminator(path, latentSize: 8) }
                    == "\(path): holds a generator, expected a discriminator")
            try KerasFile.write(NetworkWeights(networks.discriminator), format: .version3, to: path)
            #expect(
                failure { try KerasFile.readGenerator(path) } == "\(path): holds a discriminator, expected a generator")
        }
    }

    private func expectSameBits(_ read: NetworkWeights, _ written: NetworkWeights) throws {
        #expect(read.shape == written.shape)
        #expect(read.tensors.count == written.tensors.count)
        for tensor in written.tensors {
            let other = try #require(read.tensors.first { $0.name == tensor.name }?.tensor)
            #expect(try other.floats().map(\.bitPattern) == tensor.tensor.floats().map(\.bitPattern), "\(tensor.name)")
        }
    }
}
