import Datasets
import Foundation
import Testing

@Suite final class PNGTests {
    let folder = NSTemporaryDirectory() + "png-" + UUID().uuidString

    init() throws {
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    }

    deinit { try? FileManager.default.removeItem(atPath: folder) }

    func decode(_ bytes: [UInt8]) throws -> Bitmap {
        try Data(bytes).write(to: URL(fileURLWithPath: folder + "/a.png"))
        return try PNG.decode(contentsOf: folder + "/a.png")
    }

    func decode(base64: String) throws -> Bitmap {
        try decode([UInt8](#require(Data(base64Encoded: base64))))
    }

    @Test(arguments: [1, 3])
    func readsWhatItWrites(channels: Int) throws {
        let pixels = (0..<31 * 17 * channels).map { UInt8(truncatingIfNeeded: $0 * $0 >> 3) }
        let bitmap = Bitmap(width: 31, height: 17, channels: channels, pixels: pixels)
        let bytes = try PNG.encode(bitmap)
        #expect(bytes.starts(with: [0x89] + "PNG".utf8))
        #expect(try decode(bytes) == bitmap)
    }

    @Test func noiseFitsToo() throws {
        var generator = SystemRandomNumberGenerator()
        for side in [1, 2, 300] {
            let pixels = (0..<side * side * 3).map { _ in UInt8.random(in: 0...255, using: &generator) }
            let bitmap = Bitmap(width: side, height: side, channels: 3, pixels: pixels)
            #expect(try decode(PNG.encode(bitmap)) == bitmap)
        }
    }

    struct Sample: Sendable, CustomTestStringConvertible {
        let testDescription: String
        let base64: String
        let channels: Int
        let pixels: [UInt8]

        init(_ kind: String, _ channels: Int, _ pixels: [UInt8], _ base64: String) {
            testDescription = kind
            self.channels = channels
            self.pixels = pixels
            self.base64 = base64
        }
    }

    /// Files written byte by byte after the PNG specification, and the pixels that they stand for.
    static let samples = [
        Sample(
            "8-bit grey", 1, [0, 100, 255],
            "iVBORw0KGgoAAAANSUhEUgAAAAMAAAABCAAAAAA+i0toAAAADElEQVR42mNgSPkPAAHLAWRv8wGuAAAAAElFTkSu"
                + "QmCC"),
        Sample(
            "1-bit grey", 1, [255, 0, 255, 0],
            "iVBORw0KGgoAAAANSUhEUgAAAAQAAAABAQAAAADRRzJgAAAACklEQVR42mNYAAAAogChcQXLQQAAAABJRU5ErkJg"
                + "gg=="),
        Sample(
            "16-bit grey: 0, 0x8080, 0xffff", 1, [0, 128, 255],
            "iVBORw0KGgoAAAANSUhEUgAAAAMAAAABEAAAAABuG5crAAAAD0lEQVR42mNgYGho+P8fAAaEAv//G2LxAAAAAElF"
                + "TkSuQmCC"),
        Sample(
            "8-bit colour", 3, [1, 2, 3, 250, 251, 252],
            "iVBORw0KGgoAAAANSUhEUgAAAAIAAAABCAIAAAB7QOjdAAAAD0lEQVR42mNgZGL+9fsPAAYDAvj37RHxAAAAAElF"
                + "TkSuQmCC"),
        Sample(
            "16-bit colour: 0x1010, 0x8080, 0xf0f0", 3, [16, 128, 240],
            "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABEAIAAADA54+dAAAAD0lEQVR42mMQEGho+PABAAcHAwHyNo4SAAAAAElF"
                + "TkSuQmCC"),
        Sample(
            "a palette", 3, [200, 100, 50, 10, 20, 30],
            "iVBORw0KGgoAAAANSUhEUgAAAAIAAAABCAMAAADD/I+4AAAABlBMVEUKFB7IZDJ3oLOcAAAAC0lEQVR42mNgZAAA"
                + "AAUAAkLCRJ8AAAAASUVORK5CYII="),
        Sample(
            "a palette whose second colour is transparent", 3, [200, 100, 50, 255, 255, 255],
            "iVBORw0KGgoAAAANSUhEUgAAAAIAAAABCAMAAADD/I+4AAAABlBMVEUKFB7IZDJ3oLOcAAAAAnRSTlMA/1uRIrUA"
                + "AAALSURBVHjaY2BkAAAABQACQsJEnwAAAABJRU5ErkJggg=="),
        Sample(
            "grey with alpha: black, black at 128 of 255, and nothing", 1, [0, 127, 255],
            "iVBORw0KGgoAAAANSUhEUgAAAAMAAAABCAQAAACx6dw/AAAAD0lEQVR42mNg+M/Q4MsAAAccAc2NQ5YyAAAAAElF"
                + "TkSuQmCC"),
        Sample(
            "red at 128 of 255, and nothing", 3, [255, 127, 127, 255, 255, 255],
            "iVBORw0KGgoAAAANSUhEUgAAAAIAAAABCAYAAAD0In+KAAAAEUlEQVR42mP4z8DQwMnJyQAACtIBmzCsu+oAAAAA"
                + "SUVORK5CYII="),
    ]

    @Test(arguments: samples)
    func readsEveryKind(sample: Sample) throws {
        let bitmap = try decode(base64: sample.base64)
        #expect(bitmap.channels == sample.channels)
        #expect(bitmap.height == 1)
        #expect(bitmap.pixels == sample.pixels)
    }

    /// 60,000 by 60,000 in 97 bytes.
    @Test func hugeSizesAreRefusedBeforeMemoryIsTaken() throws {
        let error = #expect(throws: DatasetError.self) {
            try decode(
                base64: "iVBORw0KGgoAAAANSUhEUgAA6mAAAOpgCAYAAACA0nVCAAAADElEQVR4nGNgoD0AAABkAAGGZDw1AAAAAElFTkSuQmCC")
        }
        #expect(error?.kind == .malformed)
        #expect(error?.message.contains("60000×60000") == true)
    }

    @Test func damageIsNamed() throws {
        let whole = try PNG.encode(
            Bitmap(width: 40, height: 40, channels: 1, pixels: (0..<1600).map { UInt8(truncatingIfNeeded: $0 * 7) }))
        var damaged = whole
        damaged[whole.count / 2] ^= 0xff
        for bytes in [damaged, Array(whole.prefix(whole.count / 2)), Array(whole.prefix(30)), Array("<html>".utf8), []]
        {
            let error = #expect(throws: DatasetError.self) { try decode(bytes) }
            #expect(error?.kind == .malformed)
            #expect(error?.path == folder + "/a.png")
            #expect(error?.message.contains("PNG file") == true)
        }
    }

    @Test func whatIsNoFileIsMissing() throws {
        try FileManager.default.createSymbolicLink(atPath: folder + "/dangling.png", withDestinationPath: "nowhere")
        for path in [folder, folder + "/absent.png", folder + "/dangling.png", "/dev/null"] {
            let error = #expect(throws: DatasetError.self) { try PNG.decode(contentsOf: path) }
            #expect(error?.kind == .missing)
            #expect(error?.path == path)
        }
    }

    @Test func sizesThatDisagreeAreRefused() {
        for bitmap in [
            Bitmap(width: 2, height: 2, channels: 1, pixels: [1, 2, 3]),
            Bitmap(width: 1, height: 1, channels: 2, pixels: [1, 2]),
            Bitmap(width: 0, height: 4, channels: 1, pixels: []),
            Bitmap(width: -1, height: -1, channels: 1, pixels: [1]),
            Bitmap(width: .max, height: 2, channels: 1, pixels: [1]),
        ] {
            #expect(throws: PictureError.self) { try PNG.encode(bitmap) }
        }
    }
}
