import Datasets
import Foundation
import Testing

@Suite struct OpeningTests {
    let folder: TemporaryFolder

    init() throws { folder = try TemporaryFolder() }

    func message(_ sources: [String], _ options: DatasetOptions = DatasetOptions()) throws -> String {
        let error = #expect(throws: DatasetError.self) { _ = try Dataset.open(sources, options: options) }
        return try #require(error).description
    }

    @Test func aFolderIsItsFilesByName() throws {
        try folder.write(Fixtures.drawings(3, first: 30), "dog.npy")
        try folder.write(Fixtures.drawings(2, first: 10), "Cat.NPY")
        try folder.write(Fixtures.idx([1, 4, 4], [UInt8](repeating: 60, count: 16)), "emu.idx")
        try folder.write(Array("junk".utf8), ".DS_Store")
        try folder.write(Array("junk".utf8), "._dog.npy")
        try folder.write(Array("about".utf8), "README.md")
        try folder.write(
            PNG.encode(Bitmap(width: 4, height: 4, channels: 1, pixels: [UInt8](repeating: 0, count: 16))), "fox/1.png")
        let dataset = try Dataset.open([folder.path], options: DatasetOptions(imageSize: 4))
        #expect(dataset.categories.map(\.name) == ["Cat", "dog", "emu", "fox"])
        #expect(dataset.categories.map(\.count) == [2, 3, 1, 1])
        #expect(dataset.categories.map(\.path).first == folder.path + "/Cat.NPY")
        #expect(dataset.count == 7)
        #expect((0..<7).map(dataset.label(at:)) == [0, 0, 1, 1, 1, 2, 3])
        #expect((0..<4).map(dataset.indices(ofCategory:)) == [0..<2, 2..<5, 5..<6, 6..<7])
        let firsts = try dataset.images(at: [0, 2, 5, 6]).enumerated().filter { $0.offset % 16 == 0 }.map(\.element)
        #expect(firsts == [10, 30, 60, 255].map { ($0 - 127.5) / 127.5 })
    }

    @Test func sourcesKeepTheirOrder() throws {
        let dog = try folder.write(Fixtures.drawings(1), "dog.npy")
        let cat = try folder.write(Fixtures.drawings(1), "cat.npy")
        #expect(try Dataset.open([dog, cat]).categories.map(\.name) == ["dog", "cat"])
    }

    @Test func namesKeepTheirDots() throws {
        let path = try folder.write(Fixtures.drawings(1), "full_numpy.v1.cat.npy")
        #expect(try Dataset.open([path]).categories.map(\.name) == ["full_numpy.v1.cat"])
        let bare = try folder.write(Fixtures.drawings(1), "cat")
        #expect(try Dataset.open([bare]).categories.map(\.name) == ["cat"])
    }

    @Test func noSource() throws {
        #expect(try message([]).contains("is empty, expected at least one"))
    }

    @Test func theSameNameTwice() throws {
        let one = try folder.write(Fixtures.drawings(1), "a/cat.npy")
        let two = try folder.write(Fixtures.drawings(1), "b/cat.npy")
        #expect(try message([one, two]).contains("b/cat.npy: gives the category 'cat', as \(one) does"))
        #expect(try message([one, one]).contains("gives the category 'cat'"))
    }

    @Test func categoriesAreFiltered() throws {
        for name in ["cat", "dog", "emu"] { try folder.write(Fixtures.drawings(1), name + ".npy") }
        let dataset = try Dataset.open([folder.path], options: DatasetOptions(categories: ["emu", "cat"]))
        #expect(dataset.categories.map(\.name) == ["cat", "emu"])
        #expect(
            try message([folder.path], DatasetOptions(categories: ["hippo"]))
                == "--categories: names 'hippo', which is not among the categories found; choose from cat, dog, emu")
        #expect(try message([folder.path], DatasetOptions(categories: ["cta"])).contains("did you mean cat?"))
        #expect(try message([folder.path], DatasetOptions(categories: ["Cats"])).contains("did you mean cat?"))
    }

    @Test func sizesMustAgree() throws {
        let small = try folder.write(Fixtures.drawings(1), "a.npy")
        let large = try folder.write(Fixtures.drawings(1, side: 8), "b.npy")
        let text = try message([small, large])
        #expect(text.contains("b.npy: has drawings of 8×8 pixels where \(small) has 4×4; have them resized"))
        let dataset = try Dataset.open([small, large], options: DatasetOptions(imageSize: 8))
        #expect(dataset.imageSize == 8)
        #expect(try dataset.images(at: [0, 1]).count == 128)
    }

    @Test func channelsMustAgree() throws {
        let grey = try folder.write(Fixtures.drawings(1), "a.npy")
        let colour = try folder.write(Fixtures.npy("(1, 4, 4, 3)", [UInt8](repeating: 0, count: 48)), "b.npy")
        #expect(try message([grey, colour]).contains("b.npy: has colour drawings where \(grey) has grey ones"))
    }

    /// Bytes 8y + x: the 2×2 block at (2i, 2j) has the mean 16i + 2j + 4.5.
    @Test func filesAreResizedByArea() throws {
        let path = try folder.write(Fixtures.npy("(1, 8, 8)", (0..<64).map { UInt8($0) }), "a.npy")
        let values = try Dataset.open([path], options: DatasetOptions(imageSize: 4)).images(at: [0])
        for (index, value) in values.enumerated() {
            let mean = Float(index / 4 * 16 + index % 4 * 2) + 4.5
            let expected = (mean - 127.5) / 127.5
            #expect(abs(value - expected) < 1e-6)
        }
    }

    @Test func coloursAreResized() throws {
        let pixels: [UInt8] = [255, 0, 51, 255, 0, 51, 255, 0, 51, 255, 0, 51]
        let path = try folder.write(Fixtures.npy("(1, 2, 2, 3)", pixels), "a.npy")
        let values = try Dataset.open([path], options: DatasetOptions(imageSize: 4)).images(at: [0])
        let planes: [Float] = [1, -1, -0.6]
        for (index, value) in values.enumerated() { #expect(abs(value - planes[index / 16]) < 1e-6) }
    }

    @Test(arguments: [(30, "32"), (0, "4"), (-5, "4"), (5000, "128"), (2, "4"), (.max, "128")])
    func imageSizesAreChecked(size: Int, advice: String) throws {
        let text = try message(["x"], DatasetOptions(imageSize: size))
        #expect(text == "--image-size: is \(size), expected a multiple of 4 from 4 to 128; try --image-size \(advice)")
    }

    @Test func quickDrawIsReadFromItsStore() throws {
        try folder.write(Fixtures.drawings(2), "alarm clock.npy")
        let options = DatasetOptions(quickDrawFolder: folder.path)
        let dataset = try Dataset.open(["quickdraw:alarm_clock"], options: options)
        #expect(dataset.categories.map(\.name) == ["alarm clock"])
        #expect(
            try message(["quickdraw:camel"], options)
                == "quickdraw:camel: has not been downloaded (no \(folder.path)/camel.npy); run: atelier data fetch camel"
        )
        #expect(try message(["quickdraw:hot dog"], options).hasSuffix("run: atelier data fetch 'hot dog'"))
        try folder.write(Array("<html>".utf8), "cat.npy")
        #expect(try message(["quickdraw:cat"], options).contains("cat.npy: is an HTML or XML page"))
    }

    @Test func sourcesAreNamed() throws {
        #expect(try SourceName("quickdraw:CAT") == .quickDraw("cat"))
        #expect(try SourceName("fashion-mnist") == .fashionMNIST)
        #expect(try SourceName("./fashion-mnist") == .path("./fashion-mnist"))
        #expect(try SourceName("cat.npy") == .path("cat.npy"))
        for text in ["quickdraw:alarm clock", "fashion-mnist", "a/b"] {
            #expect(try SourceName(text).description == text)
        }
        for text in ["", "quickdraw:", "quickdraw:../cat", "quickdraw:nonesuch"] {
            let error = #expect(throws: DatasetError.self) { _ = try SourceName(text) }
            #expect(error?.kind == .missing)
        }
    }
}
