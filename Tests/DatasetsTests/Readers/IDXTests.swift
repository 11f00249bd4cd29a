import Datasets
import Foundation
import Testing

@Suite struct IDXTests {
    let folder: TemporaryFolder

    init() throws { folder = try TemporaryFolder() }

    static let pixels = (0..<96).map { UInt8($0) }
    static let images = Fixtures.idx([6, 4, 4], pixels)
    static let labels = Fixtures.idx([6], [7, 2, 7, 9, 2, 7])

    func image(_ row: Int) -> [Float] { Self.pixels[row * 16..<row * 16 + 16].map { (Float($0) - 127.5) / 127.5 } }

    @Test(arguments: [false, true]) func aFolderOfMNIST(isCompressed: Bool) throws {
        let ending = isCompressed ? ".gz" : ""
        let packed: ([UInt8]) -> [UInt8] = { isCompressed ? Fixtures.gzip($0) : $0 }
        try folder.write(packed(Self.images), "train-images-idx3-ubyte\(ending)")
        try folder.write(packed(Self.labels), "train-labels-idx1-ubyte\(ending)")
        try folder.write([1, 2, 3], "t10k-images-idx3-ubyte\(ending)")
        let dataset = try Dataset.open([folder.path])
        #expect(dataset.categories.map(\.name) == ["2", "7", "9"])
        #expect(dataset.categories.map(\.count) == [2, 3, 1])
        #expect((0..<6).map(dataset.label(at:)) == [0, 0, 1, 1, 1, 2])
        #expect(try dataset.images(at: Array(0..<6)) == [1, 4, 0, 2, 5, 3].flatMap(image))
    }

    /// MNIST's own names, EMNIST's, Kaggle's folders that are called like the files in them, and a copy with dots beside.
    @Test(arguments: [
        ("train-images.idx3-ubyte", "train-labels.idx1-ubyte", ["2", "7", "9"]),
        (
            "train-images-idx3-ubyte/train-images-idx3-ubyte", "train-labels-idx1-ubyte/train-labels-idx1-ubyte",
            ["2", "7", "9"]
        ),
        ("emnist-digits-train-images-idx3-ubyte", "emnist-digits-train-labels-idx1-ubyte", ["2", "7", "9"]),
        ("emnist-letters-train-images-idx3-ubyte", "emnist-letters-train-labels-idx1-ubyte", ["b", "g", "i"]),
    ])
    func otherNamesOfTheSame(images: String, labels: String, names: [String]) throws {
        try folder.write(Self.images, images)
        try folder.write(Self.labels, labels)
        try folder.write(Self.images, images.replacing("train", with: images.hasPrefix("emnist") ? "test" : "t10k"))
        let dataset = try Dataset.open([folder.path])
        #expect(dataset.categories.map(\.name) == names)
        #expect(dataset.notices.contains { $0.contains("passed over as the test set") })
        #expect(dataset.notices.contains { $0.contains("--transpose sets them upright") } == images.hasPrefix("emnist"))
    }

    @Test func aPlainFileIsTakenBeforeTheSameCompressed() throws {
        for name in ["train-images.idx3-ubyte", "train-images-idx3-ubyte/train-images-idx3-ubyte"] {
            try folder.write(Self.images, name)
            try folder.write(Self.labels, name.replacing("images", with: "labels").replacing("idx3", with: "idx1"))
        }
        try folder.write(Fixtures.gzip(Self.images), "train-images.idx3-ubyte.gz")
        #expect(try Dataset.open([folder.path]).categories.map(\.name) == ["2", "7", "9"])
    }

    @Test func severalSetsAreListed() throws {
        for split in ["balanced", "letters"] {
            try folder.write(Self.images, "emnist-\(split)-train-images-idx3-ubyte")
            try folder.write(Self.labels, "emnist-\(split)-train-labels-idx1-ubyte")
        }
        let error = #expect(throws: DatasetError.self) { try Dataset.open([folder.path]) }
        #expect(
            error?.message.contains("holds several sets of images (emnist-balanced-train-images-idx3-ubyte, ") == true)
    }

    @Test func aSingleFileWithItsLabels() throws {
        let path = try folder.write(Self.images, "letters-images-idx3-ubyte")
        #expect(try Dataset.open([path]).categories.map(\.name) == ["letters-images-idx3-ubyte"])
        try folder.write(Fixtures.gzip(Fixtures.idx([6], [26, 26, 1, 1, 1, 1])), "letters-labels-idx1-ubyte.gz")
        let dataset = try Dataset.open([path])
        #expect(dataset.categories.map(\.name) == ["1", "26"])
        #expect(try dataset.images(at: [0, 4]) == image(2) + image(0))
    }

    @Test func aFileWithoutLabelsIsOneCategory() throws {
        let path = try folder.write(Fixtures.gzip(Self.images), "cat.idx.gz")
        let dataset = try Dataset.open([path])
        #expect(dataset.categories.map(\.name) == ["cat"])
        #expect(try dataset.images(at: [5]) == image(5))
    }

    @Test func fashionMNISTHasItsNames() throws {
        try folder.write(Self.images, "train-images-idx3-ubyte")
        try folder.write(Self.labels, "train-labels-idx1-ubyte")
        let options = DatasetOptions(categories: ["sneaker", "pullover"], dataFolder: folder.path)
        let dataset = try Dataset.open(["fashion-mnist"], options: options)
        #expect(dataset.categories.map(\.name) == ["pullover", "sneaker"])
        #expect(dataset.count == 5)
    }

    func expectError(
        _ images: [UInt8], labels: [UInt8] = IDXTests.labels, _ words: String, kind: DatasetError.Kind = .malformed,
        location: SourceLocation = #_sourceLocation
    ) throws {
        for isCompressed in [false, true] {
            let folder = try TemporaryFolder()
            let ending = isCompressed ? ".gz" : ""
            try folder.write(isCompressed ? Fixtures.gzip(images) : images, "train-images-idx3-ubyte\(ending)")
            try folder.write(isCompressed ? Fixtures.gzip(labels) : labels, "train-labels-idx1-ubyte\(ending)")
            let error = #expect(throws: DatasetError.self, sourceLocation: location) {
                _ = try Dataset.open([folder.path])
            }
            let text = try #require(error).description
            #expect(error?.kind == kind && text.contains(words), "\(text)", sourceLocation: location)
        }
    }

    @Test func badFiles() throws {
        try expectError(Fixtures.idx([6, 4], []), "is an IDX file of 2 dimensions, expected 3 (images of grey pixels)")
        try expectError(Fixtures.idx([6, 4, 4, 3], []), "is an IDX file of 4 dimensions, expected 3")
        try expectError(Self.labels, "is an IDX file of 1 dimensions, expected 3")
        try expectError(Self.images, labels: Self.images, "is an IDX file of 3 dimensions, expected 1 (labels)")
        try expectError(
            Fixtures.idx([6, 4, 4], Self.pixels, type: 13), "of element type 13, expected 8 (unsigned bytes)")
        try expectError([1, 2, 3, 4, 5], "begins with the bytes 01 02 03 04), expected an IDX file")
        try expectError(Array("<html>".utf8), "is an HTML or XML page (a download that failed?), expected an IDX file")
        try expectError(Fixtures.drawings(1), "is a .npy file, expected an IDX file")
        try expectError([], "ends inside its header")
        try expectError([0, 0, 8], "ends inside its header")
        try expectError(Array(Self.images.prefix(9)), "ends inside its header")
        try expectError(Array(Self.images.dropLast()), "is cut short: 95 bytes of data, expected 96")
        try expectError(Self.images + [0], "is longer than it declares:")
        try expectError(Fixtures.idx([0, 28, 28], []), "holds no drawings")
        try expectError(Fixtures.idx([6, 0, 28], []), "declares images of 0×28 pixels, expected sides from 1 to 4096")
        try expectError(Fixtures.idx([6, 70_000, 70_000], []), "declares images of 70000×70000 pixels")
        try expectError(
            Self.images, labels: Fixtures.idx([5], [0, 1, 2, 3, 4]),
            "holds 5 labels, expected one for each of the 6 images")
        try expectError(
            Self.images, labels: Fixtures.idx([6], [0, 1, 2, 3, 4]), "is cut short: 5 bytes of data, expected 6")
        try expectError(
            Self.images, labels: Fixtures.idx([6], [0, 1, 2, 3, 4, 10]),
            "holds the label 10 for image 5, expected 0 to 9")
        try expectError(Fixtures.idx([6, 3, 5], [UInt8](repeating: 0, count: 90)), "3×5 pixels, expected square ones")
    }

    @Test func labelsMissing() throws {
        try folder.write(Self.images, "train-images-idx3-ubyte")
        let error = #expect(throws: DatasetError.self) { _ = try Dataset.open([folder.path]) }
        #expect(error?.kind == .missing)
        #expect(error?.description.contains("/train-labels-idx1-ubyte: does not exist, expected the labels") == true)
    }

    @Test func fashionMNISTMissing() throws {
        let options = DatasetOptions(dataFolder: folder.path)
        let error = #expect(throws: DatasetError.self) { _ = try Dataset.open(["fashion-mnist"], options: options) }
        #expect(error?.kind == .missing)
        #expect(error?.description.contains("does not hold train-images-idx3-ubyte") == true)
        let absent = DatasetOptions(dataFolder: folder.path + "/absent")
        let other = #expect(throws: DatasetError.self) { _ = try Dataset.open(["fashion-mnist"], options: absent) }
        #expect(other?.description.contains("run: apt-get install dataset-fashion-mnist, or name") == true)
    }

    func gzipError(_ bytes: [UInt8]) throws -> String {
        let path = try folder.write(bytes, "cat.idx.gz")
        let error = #expect(throws: DatasetError.self) { _ = try Dataset.open([path]) }
        #expect(error?.kind == .malformed)
        return try #require(error).description
    }

    @Test func damagedGzip() throws {
        let whole = Fixtures.gzip(Self.images)
        #expect(try gzipError(Array(whole.dropLast(30))).contains("is cut short and cannot be inflated"))
        var damaged = whole
        damaged[whole.count - 6] ^= 1
        #expect(try gzipError(damaged).contains("is damaged and cannot be inflated"))
        damaged = whole
        damaged[60] ^= 1
        #expect(try gzipError(damaged).contains("is damaged and cannot be inflated"))
        damaged = whole
        damaged[10] = 7
        #expect(try gzipError(damaged).contains("is damaged and cannot be inflated"))
        #expect(try gzipError([0x1f, 0x8b]).contains("cat.idx.gz: "))
        for length in 3..<whole.count { _ = try gzipError(Array(whole.prefix(length))) }
    }

    /// A header of 16 bytes that declares 4 billion drawings is refused before memory is taken.
    @Test func aBombIsRefused() throws {
        let bomb = Fixtures.gzip(Fixtures.idx([4_000_000_000, 28, 28], [UInt8](repeating: 0, count: 1000)))
        #expect(try gzipError(bomb).contains("declares 3136000000000 bytes, more than is unpacked into memory"))
        #expect(try gzipError(Fixtures.gzip(Fixtures.idx([100_000, 28, 28], []))).contains("more than is unpacked"))
    }

    @Test func aPlainFileThatShrinksIsAnError() throws {
        let path = try folder.write(Self.images, "cat.idx")
        let dataset = try Dataset.open([path])
        #expect(truncate(path, 50) == 0)
        let error = #expect(throws: DatasetError.self) { _ = try dataset.images(at: [5]) }
        #expect(error?.message.contains("ended at byte") == true)
    }
}
