import Datasets
import Foundation
import Testing

@Suite struct PictureFolderTests {
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

    @Test func sizesBecomeAnotherByArea() throws {
        try write("cats/a.png", side: 56, colour: [0])
        let half = (0..<56 * 56).map { UInt8($0 % 2 == 0 ? 0 : 255) }
        try write("cats/b.png", width: 56, height: 56, half)
        let dataset = try Dataset.open([folder.path + "/cats"], options: DatasetOptions(imageSize: 28))
        #expect(dataset.imageSize == 28)
        #expect(try dataset.images(at: [0]).allSatisfy { $0 == 1 })
        // The mean of ink and paper lies between two bytes; it becomes 128.
        #expect(try dataset.images(at: [1]).allSatisfy { abs($0 - 0.5 / 127.5) < 1e-6 })
    }

    /// What becomes of pictures of these sides where no size is asked for, in words where it is not their own.
    static let sides: [(found: [Int], side: Int, words: String)] = [
        ([64, 64], 64, ""), ([30], 32, "are of 30×30 pixels and become 32×32; --image-size"),
        ([29], 28, "are of 29×29 pixels and become 28×28"), ([256], 128, "are of 256×256 pixels and become 128×128"),
        ([9], 16, "are of 9×9 pixels and become 16×16"),
        ([28, 35, 60], 36, "are of 3 sizes, with longer sides from 28 to 60 pixels, and become 36×36"),
    ]

    @Test(arguments: sides.indices) func theOwnSizeIsKeptOrTheNearestTaken(index: Int) throws {
        let (found, side, words) = Self.sides[index]
        for (number, side) in found.enumerated() {
            try write("\(number).png", width: side, height: side, (0..<side * side).map { UInt8($0 % 200) })
        }
        var options = DatasetOptions()
        options.imageSizes = 16...128
        let dataset = try Dataset.open([folder.path], options: options)
        #expect(dataset.imageSize == side)
        #expect(dataset.notices.count { $0.contains("--image-size") } == (words.isEmpty ? 0 : 1))
        #expect(words.isEmpty || dataset.notices.first?.contains(words) == true, "\(dataset.notices)")
    }

    @Test func picturesTakeTheSizeOfArraysBesideThem() throws {
        try write("cats/a.png", side: 64, colour: [0])
        try folder.write(Fixtures.drawings(1, side: 8), "dog.npy")
        #expect(try Dataset.open([folder.path]).imageSize == 8)
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
        try write("cats.png/a.png", side: 4, colour: [0])
        #expect(try Dataset.open([folder.path]).categories.map(\.name) == ["cats.png"])
        #expect(mkfifo(folder.path + "/cats.png/b.png", 0o600) == 0)
        try expectError(.missing, "b.png: is a named pipe")
    }

    @Test func imagesBesideOtherSources() throws {
        try write("a.png", colour: [0])
        try folder.write(Fixtures.drawings(1), "cat.npy")
        try expectError(
            .malformed, "holds pictures (a.png) beside other sources (\(folder.path)/cat.npy), expected one")
    }

    @Test func foldersWithoutImages() throws {
        try folder.write([1], "outer/text.txt")
        try expectError(.missing, "holds no drawings (but outer), expected .npy")
    }

    // Folders as people have them.

    @Test func allDamagedFilesAreToldAtOnceOrPassedOver() throws {
        try write("a.png", colour: [0])
        let whole = try PNG.encode(Bitmap(width: 4, height: 4, channels: 1, pixels: [UInt8](repeating: 9, count: 16)))
        try folder.write(Array(whole.prefix(45)), "b.png")
        try folder.write([], "c.jpg")
        try expectError(
            .malformed,
            "\(folder.path): has 2 files that cannot be read: b.png is a damaged PNG file (it is cut short), c.jpg is empty"
                + " (0 bytes); mend or remove them, or have them passed over by --skip-damaged")
        var options = DatasetOptions()
        options.skipsDamaged = true
        let dataset = try Dataset.open([folder.path], options: options)
        #expect(dataset.count == 1)
        #expect(dataset.notices.contains { $0.hasPrefix("2 files that cannot be read are passed over: b.png is") })
    }

    @Test func allKindsOfPicturesAreTaken() throws {
        try write("a.png", colour: [0])
        let jpeg = try #require(PictureFileTests.Sample.all.first { $0.name == "JPEG grey 95" })
        for number in 0..<3 { try folder.write(jpeg.bytes, "j\(number).jpg") }
        try folder.write([1, 2, 3], "photo.heic")
        let dataset = try Dataset.open([folder.path], options: DatasetOptions(imageSize: 4))
        #expect(dataset.count == 4)
        #expect(dataset.notices.first?.contains("photo.heic is passed over, expected PNG, JPEG") == true)
    }

    @Test func whatMacOSAddsIsLeftOut() throws {
        try write("cats/a.png", colour: [0])
        try folder.write([0, 5, 22, 7], "__MACOSX/cats/._a.png")
        try folder.write([0, 5, 22, 7], "cats/._a.png")
        #expect(try Dataset.open([folder.path]).categories.map(\.name) == ["cats"])
        try write("flat/a.png", colour: [0])
        try folder.write([0, 5, 22, 7], "flat/__MACOSX/._a.png")
        #expect(try Dataset.open([folder.path + "/flat"]).count == 1)
    }

    @Test func nestedFoldersAreCategoriesAndATestSetIsNot() throws {
        try write("train/cats/a.png", colour: [0])
        try write("train/dogs/a.png", colour: [0])
        try write("test/cats/a.png", colour: [0])
        let dataset = try Dataset.open([folder.path])
        #expect(dataset.categories.map(\.name) == ["cats", "dogs"])
        #expect(
            dataset.notices.first?.contains("/test is passed over: it is taken for the test set beside train") == true)
        #expect(try Dataset.open([folder.path + "/test"]).categories.map(\.name) == ["cats"])
    }

    @Test func equalNamesTakeThoseOfTheirFolders() throws {
        try write("ann/cats/a.png", colour: [0])
        try write("bob/cats/a.png", colour: [0])
        try write("bob/dogs/a.png", colour: [0])
        #expect(try Dataset.open([folder.path]).categories.map(\.name) == ["ann/cats", "bob/cats", "dogs"])
    }

    @Test func anEmptyFolderAmongOthersIsPassedOver() throws {
        try write("cats/a.png", colour: [0])
        try folder.makeFolder("dogs")
        let dataset = try Dataset.open([folder.path])
        #expect(dataset.categories.map(\.name) == ["cats"])
        #expect(dataset.notices.first?.contains("/dogs is passed over: it is an empty folder") == true)
    }

    @Test func foldersThatLeadIntoThemselvesEnd() throws {
        try write("cats/a.png", colour: [0])
        try FileManager.default.createSymbolicLink(atPath: folder.path + "/again", withDestinationPath: folder.path)
        #expect(try Dataset.open([folder.path]).categories.map(\.name) == ["cats"])
    }

    // What nearly all drawings have in common with an empty page.

    @Test func lightOnDarkIsToldAndTurned() throws {
        for number in 0..<4 {
            var pixels = [UInt8](repeating: 0, count: 64)
            for place in 20 + number..<30 { pixels[place] = 255 }
            try write("\(number).png", width: 8, height: 8, pixels)
        }
        let dark = try Dataset.open([folder.path])
        #expect(
            dark.notices.first?.contains("have ink along their edges, as what is white on black has; --invert") == true)
        var options = DatasetOptions()
        options.isInverted = true
        let turned = try Dataset.open([folder.path], options: options)
        #expect(turned.notices.isEmpty)
        #expect(try turned.images(at: [0]) == dark.images(at: [0]).map { -$0 })
    }

    /// White strokes on transparent paper are nothing on white.
    @Test func whiteOnTransparentIsToldAndShown() throws {
        try folder.write(PictureFileTests.whiteOnTransparent, "a.png")
        let blank = try Dataset.open([folder.path])
        #expect(
            blank.notices.first?.contains("nearly all its drawings are blank, they are all paper; if they are white on")
                == true)
        var options = DatasetOptions()
        options.isInverted = true
        let shown = try Dataset.open([folder.path], options: options)
        #expect(shown.notices.isEmpty)
        #expect(try shown.images(at: [0]) == (0..<64).map { $0 / 8 == 3 ? 1 : -1 })
    }

    @Test func zerosAndOnesAreTold() throws {
        let path = try folder.write(Fixtures.npy("(2, 4, 4)", (0..<32).map { UInt8($0 % 2) }), "cat.npy")
        #expect(
            try Dataset.open([path]).notices == [
                "\(path): nearly all its drawings are blank, their values go up to 1 of 255; scale them, such as by drawings * 255"
            ])
    }

    @Test func transposingChangesRowsAndColumns() throws {
        let path = try folder.write(Fixtures.npy("(1, 4, 4)", (0..<16).map { UInt8($0 * 16) }), "cat.npy")
        var options = DatasetOptions()
        options.isTransposed = true
        let plain = try Dataset.open([path]).images(at: [0])
        #expect(
            try Dataset.open([path], options: options).images(at: [0]) == (0..<16).map { plain[$0 % 4 * 4 + $0 / 4] })
    }
}
