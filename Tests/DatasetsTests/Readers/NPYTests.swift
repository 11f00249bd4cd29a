import Datasets
import Foundation
import Testing

@Suite struct NPYTests {
    let folder: TemporaryFolder

    init() throws { folder = try TemporaryFolder() }

    func scaled(_ pixels: some Sequence<Int>) -> [Float] { pixels.map { (Float($0) - 127.5) / 127.5 } }

    func open(_ bytes: [UInt8], size: Int? = nil) throws -> Dataset {
        try Dataset.open([folder.write(bytes, "cat.npy")], options: DatasetOptions(imageSize: size))
    }

    /// (numpy.float32([0, 1, 100, 127, 128, 254, 255]) - numpy.float32(127.5)) / numpy.float32(127.5)
    @Test func pixelsAreScaledInFloat32() throws {
        let pixels: [UInt8] = [0, 1, 100, 127, 128, 254, 255] + [UInt8](repeating: 0, count: 9)
        let values = try open(Fixtures.npy("(1, 16)", pixels)).images(at: [0])
        #expect(
            values.prefix(7) == [
                -1, -0.9921568632125854, -0.21568627655506134, -0.003921568859368563, 0.003921568859368563,
                0.9921568632125854, 1,
            ])
        #expect(values.dropFirst(7).allSatisfy { $0 == -1 })
    }

    @Test(arguments: ["(2, 16)", "(2, 1, 16)", "(2, 4, 4)", "(2, 4, 4, 1)", "(2L, 16L,)", "( 2 ,16 )"])
    func greyShapesGiveTheSame(shape: String) throws {
        let dataset = try open(Fixtures.npy(shape, (0..<32).map { UInt8($0) }))
        #expect(dataset.count == 2)
        #expect(dataset.imageSize == 4)
        #expect(dataset.channels == 1)
        #expect(try dataset.images(at: [1, 0]) == scaled(16..<32) + scaled(0..<16))
    }

    /// [H, W, C] is stored, [C, H, W] is given.
    @Test func coloursBecomePlanes() throws {
        let pixels = (UInt8(0)..<16).flatMap { [$0, 100 + $0, 200 + $0] }
        let dataset = try open(Fixtures.npy("(1, 4, 4, 3)", pixels))
        #expect(dataset.channels == 3)
        #expect(try dataset.images(at: [0]) == scaled(0..<16) + scaled(100..<116) + scaled(200..<216))
    }

    @Test(arguments: [UInt8(1), 2, 3]) func versions(version: UInt8) throws {
        #expect(try open(Fixtures.npy("(3, 16)", [UInt8](repeating: 255, count: 48), version: version)).count == 3)
    }

    @Test(arguments: ["'|u1'", "'<u1'", "'=u1'", "'u1'", "\"|u1\""]) func namesOfBytes(type: String) throws {
        #expect(try open(Fixtures.npy("(1, 16)", [UInt8](repeating: 255, count: 16), type: type)).count == 1)
    }

    @Test func floatsFromZeroAreInkFromPaper() throws {
        let row: [Float] = [0, 0.25, 0.5, 1] + [Float](repeating: 0, count: 12)
        let single = try open(Fixtures.npy("(1, 16)", Fixtures.bytes(row), type: "'<f4'"))
        #expect(try single.images(at: [0]).prefix(4) == [-1, -0.5, 0, 1])
        let double = try open(Fixtures.npy("(1, 16)", Fixtures.bytes(row.map(Double.init)), type: "'<f8'"))
        #expect(try double.images(at: [0]).prefix(4) == [-1, -0.5, 0, 1])
    }

    @Test func floatsFromMinusOneStay() throws {
        let row: [Float] = [-1, -0.5, 0.5, 1] + [Float](repeating: -1, count: 12)
        let dataset = try open(Fixtures.npy("(1, 16)", Fixtures.bytes(row), type: "'<f4'"))
        #expect(try dataset.images(at: [0]) == row)
    }

    /// Both drawings are of the file's range, though the first alone has nothing below 0.
    @Test func theRangeIsTheFilesNotTheDrawings() throws {
        let rows = [Float](repeating: 0.5, count: 16) + [Float](repeating: -1, count: 16)
        let dataset = try open(Fixtures.npy("(2, 16)", Fixtures.bytes(rows), type: "'<f4'"))
        #expect(try dataset.images(at: [0]) == [Float](repeating: 0.5, count: 16))
    }

    @Test func roundingBeyondTheRangeIsClamped() throws {
        let row: [Double] = [1.000001, -0.000001] + [Double](repeating: -1.000001, count: 14)
        let values = try open(Fixtures.npy("(1, 16)", Fixtures.bytes(row), type: "'<f8'")).images(at: [0])
        #expect(values.first == 1)
        #expect(values.last == -1)
    }

    @Test(arguments: [Float.nan, .infinity, -.infinity])
    func whatIsNoNumberIsNamedAtOpening(value: Float) throws {
        let rows = [Float](repeating: 0.5, count: 31) + [value]
        let path = try folder.write(Fixtures.npy("(2, 16)", Fixtures.bytes(rows), type: "'<f4'"), "cat.npy")
        let error = #expect(throws: DatasetError.self) { _ = try Dataset.open([path]) }
        #expect(error?.kind == .malformed)
        #expect(error?.message.contains("in drawing 1, expected numbers; replace it") == true)
    }

    /// Ranges that are none, the last by a hair more than half a step of 8 bits.
    @Test(
        arguments: [[0, 1.5], [-1.5, 1], [0, 16], [-3, 255], [0, 300], [0, 1.003], [-0.05, 1], [-0.6, 200]] as [[Float]]
    )
    func rangesThatAreNoneAreNamedAtOpening(ends: [Float]) throws {
        let path = try folder.write(
            Fixtures.npy("(1, 16)", Fixtures.bytes(ends + [Float](repeating: 0, count: 14)), type: "'<f4'"), "cat.npy")
        let error = #expect(throws: DatasetError.self) { _ = try Dataset.open([path]) }
        let text = "holds values from \(ends[0] == 0 ? "0" : "\(ends[0])".replacing(".0", with: "")) to "
        #expect(ends[0] == -0.05 || error?.message.contains(text) == true, "\(error?.message ?? "")")
        #expect(error?.message.contains("expected 0 to 1, -1 to 1 or 0 to 255") == true)
    }

    /// A negative value in one of many drawings decides the range of all.
    @Test func theRangeIsThatOfAllDrawings() throws {
        var values = [Float](repeating: 0.5, count: 1000 * 16)
        values[7 * 16] = -0.5
        let dataset = try open(Fixtures.npy("(1000, 16)", Fixtures.bytes(values), type: "'<f4'"))
        #expect(try dataset.images(at: [999]) == [Float](repeating: 0.5, count: 16))
        #expect(try dataset.images(at: [7])[0] == -0.5)
    }

    /// One value of −1e-9, as resizing leaves it, in drawings from 0 to 1.
    @Test func aHairBelowPaperIsPaper() throws {
        var values = [Float](repeating: 0, count: 200 * 16)
        values[100 * 16] = -1e-9
        for drawing in 0..<200 { values[drawing * 16 + 1] = 1 }
        let dataset = try open(Fixtures.npy("(200, 16)", Fixtures.bytes(values), type: "'<f4'"))
        #expect(try dataset.images(at: [0]).prefix(3) == [-1, 1, -1])
        #expect(try dataset.images(at: [100]).prefix(3) == [-1, 1, -1])
    }

    @Test func anotherValueAfterOpeningIsAnError() throws {
        let values = [Float](repeating: 0.5, count: 16)
        let path = try folder.write(Fixtures.npy("(1, 16)", Fixtures.bytes(values), type: "'<f4'"), "cat.npy")
        let dataset = try Dataset.open([path])
        let file = try FileHandle(forWritingTo: URL(fileURLWithPath: path))
        try file.seek(toOffset: 128)
        try file.write(contentsOf: Fixtures.bytes([Float(7)]))
        let error = #expect(throws: DatasetError.self) { _ = try dataset.images(at: [0]) }
        #expect(error?.message.contains("holds the value 7 in drawing 0, outside the range that it had") == true)
    }

    /// 0, 100, 200 and 255 as NumPy keeps them, or 0 and 1.
    static let types: [(type: String, bytes: [UInt8])] = [
        ("<i8", Fixtures.bytes([0, 100, 200, 255] as [Int64])),
        (">i4", Fixtures.bytes(([0, 100, 200, 255] as [Int32]).map(\.bigEndian))),
        ("<u2", Fixtures.bytes([0, 100, 200, 255] as [UInt16])),
        (">u8", Fixtures.bytes(([0, 100, 200, 255] as [UInt64]).map(\.bigEndian))),
        ("<i2", Fixtures.bytes([0, 100, 200, 255] as [Int16])),
        ("<f4", Fixtures.bytes([0, 100, 200, 255] as [Float])),
        (">f4", Fixtures.bytes(([0, 100, 200, 255] as [Float]).map(\.bitPattern.bigEndian))),
        (">f8", Fixtures.bytes(([0, 100, 200, 255] as [Double]).map(\.bitPattern.bigEndian))),
        ("<f2", Fixtures.bytes(([0, 100, 200, 255] as [Float16]).map(\.bitPattern))),
        ("|u1", [0, 100, 200, 255]),
    ]

    @Test(arguments: types.indices) func everyTypeGivesTheSame(index: Int) throws {
        let (type, bytes) = Self.types[index]
        let dataset = try open(Fixtures.npy("(1, 2, 2)", bytes, type: "'\(type)'"), size: 4)
        let values = try dataset.images(at: [0])
        let expected = scaled([0, 100, 200, 255])
        for (place, value) in [0, 2, 8, 10].enumerated() { #expect(abs(values[value] - expected[place]) < 1e-6) }
    }

    @Test func booleansAreInkWhereTrue() throws {
        let dataset = try open(Fixtures.npy("(1, 4, 4)", [1, 0] + [UInt8](repeating: 0, count: 14), type: "'|b1'"))
        #expect(try dataset.images(at: [0]).prefix(3) == [1, -1, -1])
        let half = try open(
            Fixtures.npy(
                "(1, 4, 4)", Fixtures.bytes([0, 0x3c00, 0x3800] + [UInt16](repeating: 0, count: 13)), type: "'<f2'"))
        #expect(try half.images(at: [0]).prefix(4) == [-1, 1, 0, -1])
    }

    /// The first index fastest: of two drawings [[1, 2], [3, 4]] and [[5, 6], [7, 8]], first 1 and 5, then 3 and 7.
    @Test func fortranOrderIsPutInOrder() throws {
        let dataset = try open(Fixtures.npy("(2, 2, 2)", [1, 5, 3, 7, 2, 6, 4, 8], fortran: "True"), size: 4)
        let values = try dataset.images(at: [0, 1])
        #expect(
            [0, 2, 8, 10, 16, 18, 24, 26].map { (values[$0] * 127.5 + 127.5).rounded() } == [1, 2, 3, 4, 5, 6, 7, 8])
    }

    @Test func channelsMayComeFirst() throws {
        let planes = [UInt8](0..<16) + (100..<116) + (200..<216)
        let colour = try open(Fixtures.npy("(1, 3, 4, 4)", planes))
        #expect(colour.channels == 3)
        #expect(try colour.images(at: [0]) == scaled(planes.map(Int.init)))
        let grey = try open(Fixtures.npy("(2, 1, 4, 4)", (0..<32).map { UInt8($0) }))
        #expect(grey.channels == 1)
        #expect(try grey.images(at: [1]) == scaled(16..<32))
    }

    @Test func aFileThatShrinksIsAnError() throws {
        let path = try folder.write(Fixtures.drawings(10), "cat.npy")
        let dataset = try Dataset.open([path])
        #expect(truncate(path, off_t(128 + 5 * 16 + 3)) == 0)
        #expect(try dataset.images(at: [4]).count == 16)
        let error = #expect(throws: DatasetError.self) { _ = try dataset.images(at: [5]) }
        #expect(error?.kind == .malformed)
        #expect(
            error?.description.hasPrefix("\(path): ended at byte 211, but had 288 bytes when it was opened") == true)
    }

    @Test func aFileReplacedByRenameIsReadAsItWas() throws {
        let path = try folder.write(Fixtures.drawings(2), "cat.npy")
        let dataset = try Dataset.open([path])
        let before = try dataset.images(at: [0, 1])
        let other = try folder.write(Fixtures.drawings(2, first: 99), "other.npy")
        #expect(rename(other, path) == 0)
        #expect(try dataset.images(at: [0, 1]) == before)
    }

    @Test func readsFromManyThreads() async throws {
        let dataset = try open(Fixtures.drawings(500))
        let expected = try dataset.images(at: Array(0..<500))
        try await withThrowingTaskGroup(of: Bool.self) { group in
            for _ in 0..<8 {
                group.addTask { try dataset.images(at: Array(0..<500)) == expected }
            }
            for try await same in group { #expect(same) }
        }
    }
}
