import Datasets
import Testing

@Suite struct HalfBlocksTests {
    @Test func twoPixelsMakeOneCharacter() throws {
        let image: [Float] = [
            -1, 1, -1, 1,
            -1, -1, 1, 1,
            1, -1, -1, -1,
        ]
        let lines = try HalfBlocks.lines(images: image, channels: 1, height: 3, width: 4, terminalWidth: 80)
        #expect(lines == [" ▀▄█", "▀"])
    }

    @Test func drawingsStandSideBySideWhileTheyFit() throws {
        let images = [Float](repeating: 1, count: 3 * 4)
        func lines(_ width: Int) throws -> [String] {
            try HalfBlocks.lines(images: images, channels: 1, height: 2, width: 2, terminalWidth: width)
        }
        #expect(try lines(80) == ["██  ██  ██"])
        #expect(try lines(10) == ["██  ██  ██"])
        #expect(try lines(9) == ["██  ██", "", "██"])
        #expect(try lines(2) == ["██", "", "██", "", "██"])
    }

    @Test func wideDrawingsAreMadeSmaller() throws {
        // The left half is ink: at 4 characters each of the 16 columns' four becomes one.
        let row = (0..<16).map { $0 < 8 ? Float(1) : -1 }
        let images = (0..<16).flatMap { _ in row }
        let lines = try HalfBlocks.lines(images: images, channels: 1, height: 16, width: 16, terminalWidth: 4)
        #expect(lines == ["██", "██"])
    }

    @Test func coloursAreAnsi() throws {
        let lines = try HalfBlocks.lines(
            images: [-1, -1, 1, 1], channels: 1, height: 2, width: 2, terminalWidth: 80, style: .colour)
        #expect(lines == ["\u{1B}[38;2;255;255;255m\u{1B}[48;2;0;0;0m▀▀\u{1B}[0m"])
    }

    @Test func sizesThatDisagreeAreRefused() {
        #expect(throws: PictureError.self) {
            try HalfBlocks.lines(images: [1], channels: 1, height: 2, width: 2, terminalWidth: 80)
        }
        #expect(throws: PictureError.self) {
            try HalfBlocks.lines(images: [1], channels: 1, height: 1, width: 1, terminalWidth: 0)
        }
    }
}
