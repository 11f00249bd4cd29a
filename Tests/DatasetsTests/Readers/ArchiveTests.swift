import Datasets
import Foundation
import Testing

/// `.npz` files, and `.npy` files in `.gz`.
@Suite struct ArchiveTests {
    let folder: TemporaryFolder

    init() throws { folder = try TemporaryFolder() }

    /// A zip archive of stored files (APPNOTE.TXT 6.3.10, 4.3).
    static func zip(_ files: [(name: String, bytes: [UInt8])]) -> [UInt8] {
        var archive: [UInt8] = []
        var directory: [UInt8] = []
        for (name, bytes) in files {
            let offset = UInt32(archive.count)
            let sizes = Fixtures.bytes([crc(bytes), UInt32(bytes.count), UInt32(bytes.count)])
            let lengths = Fixtures.bytes([UInt16(name.utf8.count), 0])
            let common = Fixtures.bytes([20, 0, 0, 0, 0x21] as [UInt16]) + sizes + lengths
            archive += Array("PK".utf8) + [3, 4] + common + name.utf8 + bytes
            directory +=
                Array("PK".utf8) + [1, 2, 20, 0] + common + [UInt8](repeating: 0, count: 10)
                + Fixtures.bytes([offset]) + name.utf8
        }
        return archive + directory + Array("PK".utf8) + [5, 6, 0, 0, 0, 0]
            + Fixtures.bytes([UInt16(files.count), UInt16(files.count)])
            + Fixtures.bytes([UInt32(directory.count), UInt32(archive.count)]) + [0, 0]
    }

    private static func crc(_ bytes: [UInt8]) -> UInt32 {
        var crc = ~UInt32(0)
        for byte in bytes {
            crc ^= UInt32(byte)
            for _ in 0..<8 { crc = crc & 1 == 1 ? crc >> 1 ^ 0xedb8_8320 : crc >> 1 }
        }
        return ~crc
    }

    @Test func oneArrayIsACategoryByTheFilesName() throws {
        let path = try folder.write(Self.zip([("arr_0.npy", Fixtures.drawings(3))]), "cat.npz")
        let dataset = try Dataset.open([path])
        #expect(dataset.categories.map(\.name) == ["cat"])
        let plain = try Dataset.open([folder.write(Fixtures.drawings(3), "plain.npy")])
        #expect(try dataset.images(at: [0, 1, 2]) == plain.images(at: [0, 1, 2]))
    }

    /// As Keras keeps MNIST.
    @Test func severalArraysAreCategoriesByTheirNamesAndLabelsAreNone() throws {
        let labels = Fixtures.npy("(2,)", [1, 2])
        let files = [
            ("x_test.npy", Fixtures.drawings(1)), ("x_train.npy", Fixtures.drawings(2)), ("y_train.npy", labels),
        ]
        let path = try folder.write(Self.zip(files), "mnist.npz")
        #expect(try Dataset.open([path]).categories.map(\.name) == ["x_test", "x_train"])
    }

    @Test func anArchiveWithoutDrawingsIsNamedOrPassedOverInAFolder() throws {
        let path = try folder.write(Self.zip([("a.npy", Fixtures.npy("(3,)", [1, 2, 3]))]), "z.npz")
        let error = #expect(throws: DatasetError.self) { try Dataset.open([path]) }
        #expect(error?.message.contains("is a zip archive without an array of drawings (but a.npy)") == true)
        try folder.write(Fixtures.drawings(1), "cat.npy")
        try folder.write(Fixtures.npy("(3,)", [1, 2, 3]), "labels.npy")
        let dataset = try Dataset.open([folder.path])
        #expect(dataset.categories.map(\.name) == ["cat"])
        #expect(dataset.notices.count == 2)
        #expect(dataset.notices.contains { $0.hasPrefix("\(path) is passed over: it is a zip archive without") })
    }

    @Test func damagedArchivesAreNamed() throws {
        let whole = Self.zip([("arr_0.npy", Fixtures.drawings(3))])
        for length in stride(from: 4, to: whole.count, by: 7) {
            let path = try folder.write(Array(whole.prefix(length)), "cat.npz")
            let error = #expect(throws: DatasetError.self) { try Dataset.open([path]) }
            #expect(error?.description.hasPrefix(path) == true && error?.kind == .malformed)
        }
    }

    @Test func compressedArraysAreRead() throws {
        let path = try folder.write(Fixtures.gzip(Fixtures.drawings(3)), "cat.npy.gz")
        let dataset = try Dataset.open([path])
        #expect(dataset.categories.map(\.name) == ["cat"])
        #expect(dataset.count == 3)
    }

    /// As much as a megabyte can hold in zeros: a gigabyte. Refused by what the header declares, before it is unpacked.
    @Test func aGigabyteInAFewBytesIsRefused() throws {
        let header = Fixtures.npy("(1400000, 784)", [UInt8](repeating: 0, count: 784))
        let paths = [
            try folder.write(Fixtures.gzip(header), "cat.npy.gz"),
            try folder.write(Self.zip([("a.npy", header)]), "cat.npz"),
        ]
        for path in paths {
            let error = #expect(throws: DatasetError.self) { try Dataset.open([path]) }
            #expect(error?.kind == .malformed)
            #expect(error?.message.contains("declares 1097600128 bytes, more than is unpacked into memory") == true)
            #expect(error?.message.contains("unpack it by gunzip or unzip and name the plain file") == true)
        }
    }

    @Test func whatFollowsTheDeclaredDrawingsIsAnError() throws {
        let file = Fixtures.drawings(3) + [UInt8](repeating: 0, count: 10_000)
        let paths = [
            try folder.write(Fixtures.gzip(file), "cat.npy.gz"),
            try folder.write(Self.zip([("a.npy", file)]), "cat.npz"),
        ]
        for path in paths {
            let error = #expect(throws: DatasetError.self) { try Dataset.open([path]) }
            #expect(error?.message.contains("is longer than it declares") == true)
        }
    }
}
