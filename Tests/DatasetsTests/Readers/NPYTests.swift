import Datasets
import Foundation
import Testing

@Suite struct NPYTests {
    let folder: TemporaryFolder

    init() throws { folder = try TemporaryFolder() }

    func scaled(_ pixels: some Sequence<Int>) -> [Float] { pixels.map { (Float($0) - 127.5) / 127.5 } }

    func open(_ bytes: [UInt8]) throws -> Dataset { try Dataset.open([folder.write(bytes, "cat.npy")]) }

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

    @Test(arguments: [Float.nan, .infinity, -.infinity, 1.5, 255, -1.5])
    func valuesOutOfRangeAreNamed(value: Float) throws {
        let row = [value] + [Float](repeating: 0.5, count: 15)
        let dataset = try open(Fixtures.npy("(1, 16)", Fixtures.bytes(row), type: "'<f4'"))
        let error = #expect(throws: DatasetError.self) { _ = try dataset.images(at: [0]) }
        #expect(error?.kind == .malformed)
        #expect(error?.message.contains("in drawing 0, expected") == true)
    }

    /// A negative value in a row that was not among the 64 of the sample.
    @Test func aRangeThatChangesLaterIsAnError() throws {
        var values = [Float](repeating: 0.5, count: 1000 * 16)
        values[7 * 16] = -0.5
        let dataset = try open(Fixtures.npy("(1000, 16)", Fixtures.bytes(values), type: "'<f4'"))
        #expect(try dataset.images(at: [6]).count == 16)
        let error = #expect(throws: DatasetError.self) { _ = try dataset.images(at: [7]) }
        #expect(error?.message.contains("the value -0.5 in drawing 7, expected 0 to 1") == true)
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
