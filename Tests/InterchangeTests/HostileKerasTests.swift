import Foundation
import GAN
import Interchange
import Testing

/// Legacy files of a discriminator with one thing changed that makes them bad, each refused with a sentence.
@Suite struct HostileKerasTests {
    static let expected = [
        "nan": "conv2.kernel has a value that is infinite or not a number",
        "infinite": "conv2.kernel has a value that is infinite or not a number",
        "float64": "conv2d_1/conv2d_1/kernel:0 is another float of 64 bits, expected float32",
        "float16": "is another float of 16 bits, expected float32",
        "big-endian": "is another float of 32 bits, expected float32",
        "integers": "is integers of 32 bits, expected float32",
        "texts": "does not hold the tutorial's discriminator",
        "compressed": "is stored compressed",
        "in-pieces": "is stored in pieces",
        "another-shape": "has no layer of the shapes 5×5×2×4, 4, which conv2 of a discriminator",
        "nothing-stored": "ends before the numbers of conv2d_1/conv2d_1/kernel:0",
        "empty": "has no layer of the shapes 5×5×2×4",
        "huge": "does not hold the tutorial's discriminator",
        "soft-link": "is a link to another place, which is not followed",
        "external-link": "is a link to another place, which is not followed",
        "external-numbers": "\"conv2d_1/conv2d_1/kernel:0\" lies in another file",
        "cycle": "groups in each other, more than 16 deep",
        "wide-cycle": "groups in each other, more than 16 deep",
        "no-such-layer": "names a layer nonsense",
        "no-such-weight": "names weights conv2d/colonel:0",
        "numbers-for-names": "an attribute of \"\" is not a list of names",
        "a-layer-more": "has a layer flatten (3) more than the tutorial's discriminator",
        "nothing": "holds no weights of Keras",
        "other-data": "holds no weights of Keras",
    ]

    @Test(arguments: expected.keys.sorted()) func isRefused(name: String) throws {
        let path = fixture("hostile/\(name).h5")
        let description = failure { try KerasFile.readDiscriminator(path) }
        #expect(description.hasPrefix("\(path): ") && description.contains(Self.expected[name] ?? ""), "\(description)")
    }

    @Test func everyHostileFileHasItsSentence() throws {
        let files = try FileManager.default.contentsOfDirectory(atPath: fixture("hostile"))
        #expect(files.sorted() == Self.expected.keys.map { $0 + ".h5" }.sorted())
    }

    @Test(arguments: [
        ("bomb", "unpacks to 20971520 bytes, more than weights do"), ("no-weights", "without model.weights.h5"),
        ("text", "is not an HDF5 file"), ("wrong-checksum", "is a damaged zip archive (CRC error)"),
        ("cut", "is a damaged zip archive"),
    ])
    func archives(name: String, sentence: String) throws {
        let path = fixture("archives/\(name).keras")
        let description = failure { try KerasFile.readGenerator(path) }
        #expect(description.hasPrefix("\(path): ") && description.contains(sentence), "\(description)")
    }

    @Test func aDeflatedArchiveIsRead() throws {
        let read = try KerasFile.readGenerator(fixture("archives/deflated.keras"))
        #expect(try read.network == KerasFile.readGenerator(fixture("keras-generator.keras")).network)
    }

    @Test func cutFiles() throws {
        try withTemporaryFolder { folder in
            let whole = try bytes(fixture("tf_keras-discriminator.h5"))
            for count in [0, 1, 7, 8, 100, 512, 2048, whole.count / 2, whole.count - 1000, whole.count - 1] {
                let path = "\(folder)/\(count).h5"
                try Data(whole.prefix(count)).write(to: URL(fileURLWithPath: path))
                let description = failure { try KerasFile.readDiscriminator(path) }
                #expect(description.hasPrefix("\(path): "), "\(count): \(description)")
            }
        }
    }

    @Test func whatIsNoFile() throws {
        try withTemporaryFolder { folder in
            #expect(
                failure { try KerasFile.readGenerator("\(folder)/absent.h5") }.hasPrefix("cannot open \(folder)/absent")
            )
            #expect(failure { try KerasFile.readGenerator(folder) } == "cannot read \(folder): Is a directory")
            #expect(mkfifo("\(folder)/pipe.h5", 0o600) == 0)
            #expect(
                failure { try KerasFile.readGenerator("\(folder)/pipe.h5") }.hasPrefix("cannot read \(folder)/pipe.h5"))
        }
    }
}
