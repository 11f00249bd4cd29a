import Datasets
import Testing

@Suite struct GIFTests {
    func grey(_ seed: Int) -> Bitmap {
        Bitmap(
            width: 20, height: 13, channels: 1,
            pixels: (0..<260).map { UInt8(truncatingIfNeeded: ($0 &* seed) ^ ($0 >> 2)) })
    }

    @Test func greyFramesComeBackExactly() throws {
        let frames = [1, 5, 11].map(grey)
        let bytes = try GIF.encode(frames: frames, delayCentiseconds: 12, lastFrameDelayCentiseconds: 250)
        #expect(bytes.starts(with: "GIF89a".utf8))
        let read = try GIFReader(bytes)
        #expect(read.loops)
        #expect(read.frames.map(\.delayCentiseconds) == [12, 12, 250])
        #expect(read.frames.allSatisfy { $0.width == 20 && $0.height == 13 })
        #expect(read.frames.map(\.pixels) == frames.map(\.inColour.pixels))
    }

    @Test func oneFrameIsHeld() throws {
        let read = try GIFReader(GIF.encode(frames: [grey(3)], delayCentiseconds: 5, lastFrameDelayCentiseconds: 90))
        #expect(read.frames.map(\.delayCentiseconds) == [90])
    }

    @Test func fewColoursComeBackExactly() throws {
        let colours: [[UInt8]] = [[255, 255, 255], [0, 0, 0], [200, 30, 40], [20, 60, 220], [224, 224, 224]]
        let pixels = (0..<30 * 10).flatMap { colours[($0 / 7) % colours.count] }
        let bitmap = Bitmap(width: 30, height: 10, channels: 3, pixels: pixels)
        let read = try GIFReader(GIF.encode(frames: [bitmap, bitmap]))
        #expect(read.frames.map(\.pixels) == [pixels, pixels])
    }

    @Test func manyColoursStayNear() throws {
        let side = 64
        let pixels = (0..<side * side).flatMap { position -> [UInt8] in
            let (column, row) = (UInt8(position % side), UInt8(position / side))
            return [column * 4, row * 4, (column ^ row) * 2]
        }
        let bitmap = Bitmap(width: side, height: side, channels: 3, pixels: pixels)
        let shown = try #require(try GIFReader(GIF.encode(frames: [bitmap])).frames.first).pixels
        let squares = zip(shown, pixels).reduce(0.0) { total, pair in
            let distance = Double(pair.0) - Double(pair.1)
            return total + distance * distance
        }
        #expect((squares / Double(pixels.count)).squareRoot() < 10)
    }

    @Test func greyAndColourMayFollowOneAnother() throws {
        let white = Bitmap(width: 4, height: 4, channels: 1, pixels: [UInt8](repeating: 255, count: 16))
        let red = Bitmap(width: 4, height: 4, channels: 3, pixels: (0..<16).flatMap { _ in [200, 60, 60] as [UInt8] })
        let read = try GIFReader(GIF.encode(frames: [white, red]))
        #expect(read.frames.map(\.pixels) == [white.inColour.pixels, red.pixels])
    }

    @Test func framesThatDoNotFitAreRefused() {
        let small = Bitmap(width: 2, height: 2, channels: 1, pixels: [1, 2, 3, 4])
        #expect(throws: PictureError.self) { try GIF.encode(frames: []) }
        #expect(throws: PictureError.self) { try GIF.encode(frames: [small, grey(1)]) }
        #expect(throws: PictureError.self) { try GIF.encode(frames: [small], delayCentiseconds: -1) }
        #expect(throws: PictureError.self) { try GIF.encode(frames: [small], lastFrameDelayCentiseconds: 70_000) }
        let wide = Bitmap(width: 70_000, height: 1, channels: 1, pixels: [UInt8](repeating: 0, count: 70_000))
        #expect(throws: PictureError.self) { try GIF.encode(frames: [wide]) }
    }
}
