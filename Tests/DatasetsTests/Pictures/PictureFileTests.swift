import Datasets
import Foundation
import Testing

/// Picture files of many kinds, compared with what Pillow makes of them; see make_picture_fixtures.py.
@Suite struct PictureFileTests {
    let folder: TemporaryFolder

    init() throws { folder = try TemporaryFolder() }

    struct Sample: Decodable, Sendable, CustomTestStringConvertible {
        let name: String
        let file: Data
        let width: Int
        let height: Int
        let channels: Int
        let pixels: Data
        /// How far a sample may be from Pillow's, which has other versions of the lossy decoders.
        let tolerance: Int

        var testDescription: String { name }
        var bytes: [UInt8] { [UInt8](file) }

        static let all: [Sample] = {
            let file = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
                .deletingLastPathComponent().appendingPathComponent("Fixtures/pictures.json")
            return (try? JSONDecoder().decode([Sample].self, from: Data(contentsOf: file))) ?? []
        }()
    }

    /// 8×8 pixels of grey and alpha, white everywhere, visible in row 3.
    static let whiteOnTransparent = [UInt8](
        Data(
            base64Encoded:
                "iVBORw0KGgoAAAANSUhEUgAAAAgAAAAICAQAAABuBnYAAAAAGklEQVR4nGP8z4AKmBgICbAwoOlhJN0MDAEAISADDgMc"
                + "YHwAAAAASUVORK5CYII=") ?? Data())

    @Test func samplesAreThere() { #expect(Sample.all.count == 98) }

    @Test(arguments: Sample.all) func looksAsPillowSees(_ sample: Sample) throws {
        let path = try folder.write(sample.bytes, "picture")
        let bitmap = try PictureFile.decode(contentsOf: path).inColour
        #expect(bitmap.width == sample.width && bitmap.height == sample.height)
        let expected = Bitmap(
            width: sample.width, height: sample.height, channels: sample.channels, pixels: [UInt8](sample.pixels)
        ).inColour
        let differences = zip(bitmap.pixels, expected.pixels).map { abs(Int($0) - Int($1)) }
        #expect(bitmap.pixels.count == expected.pixels.count)
        #expect((differences.max() ?? 0) <= sample.tolerance)
    }

    @Test func whatIsTransparentTakesTheBackground() throws {
        let path = try folder.write(Self.whiteOnTransparent, "a.png")
        #expect(try PictureFile.decode(contentsOf: path).pixels.allSatisfy { $0 == 255 })
        let black = try PictureFile.decode(contentsOf: path, background: 0)
        #expect(black.pixels == (0..<64).map { $0 / 8 == 3 ? 255 : 0 })
    }

    /// Each file cut in half: refused in one sentence that names the file and the format.
    @Test(arguments: ["PNG colour 8", "JPEG colour 95 0", "WebP lossless", "GIF", "TIFF colour None", "BMP 24"])
    func whatIsCutShortIsNamed(name: String) throws {
        let sample = try #require(Sample.all.first { $0.name == name })
        let path = try folder.write(Array(sample.bytes.prefix(sample.bytes.count / 2)), "picture")
        let error = #expect(throws: DatasetError.self) { try PictureFile.decode(contentsOf: path) }
        let format = name.prefix { $0 != " " }
        #expect(error?.kind == .malformed)
        #expect(
            error?.description.hasPrefix("\(path): is a damaged \(format) file (") == true,
            "\(error?.description ?? "")")
        #expect(error?.message.hasSuffix("; get it again") == true)
    }

    @Test func whatIsNoPictureIsNamed() throws {
        for (bytes, words) in [
            (Array("<html>".utf8), "is an HTML or XML page (a download that failed?), expected a PNG, JPEG, WebP"),
            ([0, 0, 0, 24] + Array("ftypheic".utf8), "is a HEIC picture, expected"),
            ([0, 0, 0, 24] + Array("ftypavif".utf8), "is an AVIF picture, expected"),
            ([], "is empty (0 bytes), expected a PNG, JPEG, WebP, GIF, TIFF or BMP file; get it again"),
        ] {
            let path = try folder.write(bytes, "picture.png")
            let error = #expect(throws: DatasetError.self) { try PictureFile.decode(contentsOf: path) }
            #expect(error?.message.contains(words) == true, "\(error?.message ?? "")")
        }
    }

    /// Headers that declare 60,000 by 60,000 pixels.
    @Test func hugePicturesAreRefusedBeforeMemoryIsTaken() throws {
        let gif =
            Array("GIF89a".utf8) + [0x60, 0xea, 0x60, 0xea, 0x80, 0, 0] + [UInt8](repeating: 0, count: 6)
            + [0x2c, 0, 0, 0, 0, 0x60, 0xea, 0x60, 0xea, 0, 2, 1, 0x44, 0, 0x3b]
        let bmp =
            Array("BM".utf8) + [UInt8](repeating: 0, count: 8) + [54, 0, 0, 0, 40, 0, 0, 0, 0x60, 0xea, 0, 0]
            + [0x60, 0xea, 0, 0, 1, 0, 24, 0] + [UInt8](repeating: 0, count: 24)
        for bytes in [gif, bmp] {
            let path = try folder.write(bytes, "picture")
            let error = #expect(throws: DatasetError.self) { try PictureFile.decode(contentsOf: path) }
            #expect(error?.message == "is 60000×60000 pixels, more than the 33554432 that are read; make it smaller")
        }
    }
}
