import Datasets
import Foundation
import Testing

@Suite struct PNGFolderTests {
    let folder: TemporaryFolder

    init() throws { folder = try TemporaryFolder() }

    func write(_ name: String, width: Int, height: Int, channels: Int = 1, _ pixels: [UInt8]) throws {
        try folder.write(PNG.encode(Bitmap(width: width, height: height, channels: channels, pixels: pixels)), name)
    }

    func write(_ name: String, side: Int = 4, colour: [UInt8]) throws {
        let pixels = (0..<side * side).flatMap { _ in colour }
        try write(name, width: side, height: side, channels: colour.count, pixels)
    }

    @Test func whiteIsPaperAndBlackIsInk() throws {
        try write("cats/a.png", width: 4, height: 4, [0, 255, 100, 200] + [UInt8](repeating: 255, count: 12))
        let dataset = try Dataset.open([folder.path + "/cats/"], options: DatasetOptions(imageSize: 4))
        #expect(dataset.categories.map(\.name) == ["cats"])
        #expect(dataset.channels == 1)
        #expect(try dataset.images(at: [0]).prefix(4) == [1, -1, (155 - 127.5) / 127.5, (55 - 127.5) / 127.5])
    }

    @Test func foldersAreCategoriesInOrderOfNames() throws {
        try write("b/1.png", colour: [255])
        try write("b/10.png", colour: [0])
        try write("b/2.PNG", colour: [51])
        try write("a/x.png", colour: [0])
        try folder.write([1], "a/.DS_Store")
        try folder.write(Array("text".utf8), "a/notes.txt")
        let dataset = try Dataset.open([folder.path], options: DatasetOptions(imageSize: 4))
        #expect(dataset.categories.map(\.name) == ["a", "b"])
        #expect(dataset.categories.map(\.count) == [1, 3])
        let firsts = try (0..<4).map { try dataset.images(at: [$0])[0] }
        #expect(firsts == [1, -1, 1, 0.6])
    }

    @Test func sizesBecome28ByArea() throws {
        try write("cats/a.png", side: 56, colour: [0])
        let half = (0..<56 * 56).map { UInt8($0 % 2 == 0 ? 0 : 255) }
        try write("cats/b.png", width: 56, height: 56, half)
        let dataset = try Dataset.open([folder.path + "/cats"])
        #expect(dataset.imageSize == 28)
        #expect(try dataset.images(at: [0]).allSatisfy { $0 == 1 })
        // The mean of ink and paper lies between two bytes; it becomes 128.
        #expect(try dataset.images(at: [1]).allSatisfy { abs($0 - 0.5 / 127.5) < 1e-6 })
    }

    /// A 2×4 drawing on 4×4 paper.
    @Test func proportionsAreKept() throws {
        try write("cats/a.png", width: 4, height: 2, [UInt8](repeating: 0, count: 8))
        let dataset = try Dataset.open([folder.path + "/cats"], options: DatasetOptions(imageSize: 4))
        #expect(try dataset.images(at: [0]) == [-1, -1, -1, -1, 1, 1, 1, 1, 1, 1, 1, 1, -1, -1, -1, -1])
    }

    @Test func colourIsInvertedChannelByChannel() throws {
        try write("cats/a.png", colour: [255, 0, 51])
        let dataset = try Dataset.open([folder.path + "/cats"], options: DatasetOptions(imageSize: 4))
        #expect(dataset.channels == 3)
        let values = try dataset.images(at: [0])
        #expect(values.count == 48)
        #expect([values[0], values[15], values[16], values[31], values[32], values[47]] == [-1, -1, 1, 1, 0.6, 0.6])
    }

    @Test func greyInColourFilesIsGrey() throws {
        try write("cats/a.png", colour: [51, 51, 51])
        let dataset = try Dataset.open([folder.path + "/cats"], options: DatasetOptions(imageSize: 4))
        #expect(dataset.channels == 1)
        #expect(try dataset.images(at: [0]) == [Float](repeating: 0.6, count: 16))
    }

    @Test func greyBesideColourTakesThreeChannels() throws {
        try write("grey/a.png", colour: [51])
        try write("mixed/a.png", colour: [0])
        try write("mixed/b.png", colour: [255, 0, 51])
        let dataset = try Dataset.open([folder.path], options: DatasetOptions(imageSize: 4))
        #expect(dataset.channels == 3)
        #expect(try dataset.images(at: [0]) == [Float](repeating: 0.6, count: 48))
        #expect(try dataset.images(at: [1]) == [Float](repeating: 1, count: 48))
        #expect(try dataset.images(at: [2])[16] == 1)
    }

    func expectError(_ kind: DatasetError.Kind, _ words: String, location: SourceLocation = #_sourceLocation) throws {
        let error = #expect(throws: DatasetError.self, sourceLocation: location) { _ = try Dataset.open([folder.path]) }
        let text = try #require(error).description
        #expect(error?.kind == kind && text.contains(words), "\(text)", sourceLocation: location)
    }

    @Test func brokenImages() throws {
        try write("cats/a.png", colour: [0])
        let whole = try PNG.encode(Bitmap(width: 4, height: 4, channels: 1, pixels: [UInt8](repeating: 9, count: 16)))
        try folder.write(Array(whole.prefix(45)), "cats/b.png")
        try expectError(.malformed, "cats/b.png: ")
        try folder.write([], "cats/b.png")
        try expectError(.malformed, "cats/b.png: ")
        try folder.write(Array("<html>".utf8), "cats/b.png")
        try expectError(.malformed, "cats/b.png: ")
    }

    @Test func hugeDimensions() throws {
        var bytes = try PNG.encode(Bitmap(width: 4, height: 4, channels: 1, pixels: [UInt8](repeating: 9, count: 16)))
        // The width in the IHDR chunk, and its checksum: python3 -c "import zlib; print(zlib.crc32(b'IHDR' +
        // bytes.fromhex('0fffffff0fffffff0800000000')).to_bytes(4, 'big').hex())"
        bytes.replaceSubrange(16..<24, with: [0x0f, 0xff, 0xff, 0xff, 0x0f, 0xff, 0xff, 0xff])
        bytes.replaceSubrange(24..<29, with: [8, 0, 0, 0, 0])
        bytes.replaceSubrange(29..<33, with: [0x7b, 0xf5, 0xeb, 0xeb])
        try folder.write(bytes, "cats/a.png")
        try expectError(.malformed, "cats/a.png: ")
    }

    @Test func aFolderOrPipeNamedLikeAnImage() throws {
        try folder.makeFolder("cats/a.png")
        try expectError(.missing, "a.png: is a folder, expected a PNG file")
        rmdir(folder.path + "/cats/a.png")
        #expect(mkfifo(folder.path + "/cats/a.png", 0o600) == 0)
        try expectError(.missing, "a.png: is a named pipe")
    }

    @Test func imagesBesideOtherSources() throws {
        try write("a.png", colour: [0])
        try folder.write(Fixtures.drawings(1), "cat.npy")
        try expectError(.malformed, "holds PNG images (a.png) beside other sources (cat.npy), expected one of the two")
    }

    @Test func foldersWithoutImages() throws {
        try folder.write(Fixtures.drawings(1), "inner/cat.npy")
        try expectError(.malformed, "inner: is a folder of data files inside a folder")
        try folder.write([1], "outer/photo.jpg")
        #expect(unlink(folder.path + "/inner/cat.npy") == 0 && rmdir(folder.path + "/inner") == 0)
        try expectError(.missing, "outer: holds no drawings (but photo.jpg), expected .npy")
    }
}
