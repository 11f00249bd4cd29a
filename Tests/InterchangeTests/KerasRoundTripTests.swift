import Foundation
import GAN
import Interchange
import Testing
import Torch

/// What was written is read back, to the last bit.
@Suite struct KerasRoundTripTests {
    static let sizes = [
        (DCGAN(latentSize: 8, width: 4), ImageShape(size: 16)),
        (DCGAN(latentSize: 100, width: 64), ImageShape(size: 28)),
        (DCGAN(latentSize: 1, width: 3), ImageShape(size: 32, channels: 3)),
        (DCGAN(latentSize: 7, width: 1), ImageShape(size: 64)),
    ]

    @Test(arguments: sizes.indices, [KerasFile.Format.legacy, .version3, .archive])
    func theSameBitsComeBack(index: Int, format: KerasFile.Format) throws {
        try withTemporaryFolder { folder in
            let path = "\(folder)/weights.h5"
            let networks = try TestedNetworks(Self.sizes[index].0, of: Self.sizes[index].1)
            try KerasFile.write(networks.generator, format: format, to: path)
            try expectSameBits(KerasFile.readGenerator(path), networks.generator)

            try KerasFile.write(networks.discriminator, format: format, to: path)
            let read = try KerasFile.readDiscriminator(path)
            try expectSameBits(read, networks.discriminator)
            #expect(try FileManager.default.contentsOfDirectory(atPath: folder) == ["weights.h5"])
        }
    }

    @Test func equalWeightsGiveEqualBytes() throws {
        try withTemporaryFolder { folder in
            let weights = try TestedNetworks(Self.sizes[0].0, of: Self.sizes[0].1).generator
            for format in [KerasFile.Format.legacy, .version3, .archive] {
                for name in ["a", "b"] { try KerasFile.write(weights, format: format, to: "\(folder)/\(name)") }
                #expect(try bytes("\(folder)/a") == bytes("\(folder)/b"))
            }
        }
    }

    @Test func aGeneratorIsNoDiscriminator() throws {
        try withTemporaryFolder { folder in
            let path = "\(folder)/weights.h5"
            let networks = try TestedNetworks(Self.sizes[0].0, of: Self.sizes[0].1)
            try KerasFile.write(networks.generator, format: .legacy, to: path)
            #expect(
                failure { try KerasFile.readDiscriminator(path) }
                    == "\(path): holds a generator, expected a discriminator")
            try KerasFile.write(networks.discriminator, format: .version3, to: path)
            #expect(
                failure { try KerasFile.readGenerator(path) } == "\(path): holds a discriminator, expected a generator")
        }
    }

    private func expectSameBits(_ read: NetworkWeights, _ written: NetworkWeights) throws {
        #expect(read.network == written.network)
        #expect(read.tensors.count == written.tensors.count)
        for tensor in written.tensors {
            let other = try #require(read.tensors.first { $0.name == tensor.name }?.tensor)
            #expect(try other.floats().map(\.bitPattern) == tensor.tensor.floats().map(\.bitPattern), "\(tensor.name)")
        }
    }
}
