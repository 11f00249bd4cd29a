import Datasets
import Testing

@Suite struct ContactSheetTests {
    @Test func laysDrawingsOutRowByRow() throws {
        // Three drawings of 1×2 pixels at scale 2, in two columns, gutters of 1.
        let sheet = try ContactSheet(columns: 2, scale: 2, gutter: 1).draw(
            images: [-1, 1, 0, -0.5, 1, 1], channels: 1, height: 1, width: 2)
        let g: UInt8 = 224
        #expect(sheet.channels == 1)
        #expect(sheet.width == 11)
        #expect(sheet.height == 7)
        let rows = (0..<7).map { Array(sheet.pixels[$0 * 11..<($0 + 1) * 11]) }
        let gutter = [UInt8](repeating: g, count: 11)
        let first: [UInt8] = [g, 255, 255, 0, 0, g, 127, 127, 191, 191, g]
        let second: [UInt8] = [g, 0, 0, 0, 0, g, g, g, g, g, g]
        #expect(rows == [gutter, first, first, gutter, second, second, gutter])
    }

    @Test func isAPleasantSize() throws {
        let grid = try ContactSheet(columns: 4).draw(
            images: [Float](repeating: -1, count: 16 * 784), channels: 1, height: 28, width: 28)
        #expect(grid.width == 4 * 28 * 4 + 5 * 2)
        #expect(grid.height == grid.width)
        let large = try ContactSheet(columns: 8).draw(
            images: [Float](repeating: -1, count: 8 * 128 * 128), channels: 1, height: 128, width: 128)
        #expect(large.width == 8 * 128 + 9 * 2)
        let one = try ContactSheet().draw(
            images: [Float](repeating: -1, count: 784), channels: 1, height: 28, width: 28)
        #expect(one.width == 28 * 8 + 2 * 2)
    }

    @Test func eachChannelOfColourIsInverted() throws {
        // Red ink keeps red at −1 (white light) and takes green and blue away.
        let sheet = try ContactSheet(columns: 1, scale: 1, gutter: 0).draw(
            images: [-1, 1, 1, 1, 0.5, -0.5], channels: 3, height: 1, width: 2)
        #expect(sheet.channels == 3)
        #expect(sheet.pixels == [255, 0, 64, 0, 0, 191])
    }

    @Test func undoesHowPixelsBecomeValues() throws {
        let values = (0...255).map { (Float($0) - 127.5) / 127.5 }
        let bitmap = try Bitmap(image: values, channels: 1, height: 16, width: 16)
        #expect(bitmap.pixels == (0...255).map { UInt8(255 - $0) })
    }

    @Test func valuesOutsideAreClamped() throws {
        let bitmap = try Bitmap(image: [-7, 9, -.infinity, .infinity], channels: 1, height: 2, width: 2)
        #expect(bitmap.pixels == [255, 0, 255, 0])
    }

    @Test func whatIsNoNumberIsRed() throws {
        let sheet = try ContactSheet(columns: 2, scale: 1, gutter: 0).draw(
            images: [-1, .nan, 1, 1], channels: 1, height: 1, width: 2)
        #expect(sheet.channels == 3)
        #expect(sheet.pixels == [255, 255, 255, 200, 60, 60, 0, 0, 0, 0, 0, 0])
        let colour = try Bitmap(image: [-1, .nan, -1], channels: 3, height: 1, width: 1)
        #expect(colour.pixels == [200, 60, 60])
    }

    @Test func sizesThatDisagreeAreRefused() {
        let sheet = ContactSheet()
        #expect(throws: PictureError.self) { try sheet.draw(images: [], channels: 1, height: 2, width: 2) }
        #expect(throws: PictureError.self) { try sheet.draw(images: [1, 1, 1], channels: 1, height: 2, width: 2) }
        #expect(throws: PictureError.self) { try sheet.draw(images: [1, 1], channels: 2, height: 1, width: 1) }
        #expect(throws: PictureError.self) { try sheet.draw(images: [1], channels: 1, height: .max, width: 3) }
        #expect(throws: PictureError.self) { try sheet.draw(images: [1], channels: 1, height: 0, width: 3) }
        for sheet in [
            ContactSheet(columns: 0), ContactSheet(columns: 1, scale: 0), ContactSheet(columns: 1, gutter: -1),
            ContactSheet(columns: 1, scale: .max), ContactSheet(columns: 1, gutter: .max),
        ] {
            #expect(throws: PictureError.self) { try sheet.draw(images: [1], channels: 1, height: 1, width: 1) }
        }
        #expect(throws: PictureError.self) { try Bitmap(image: [1, 1], channels: 1, height: 1, width: 1) }
    }
}

@Suite struct SheetDifferenceTests {
    private func sheet(_ levels: [Float]) throws -> Bitmap {
        try ContactSheet(columns: 2).draw(
            images: levels.flatMap { [Float](repeating: $0, count: 64) }, channels: 1, height: 8, width: 8)
    }

    @Test func isTheMeanOverPairs() throws {
        // Levels 255, 255, 0, 0: of six pairs four differ, by 255.
        let difference = ContactSheet.meanDifference(betweenDrawingsOf: try sheet([-1, -1, 1, 1]), columns: 2)
        #expect(abs(try #require(difference) - 4.0 / 6 * 255) < 1e-9)
        #expect(ContactSheet.meanDifference(betweenDrawingsOf: try sheet([0, 0, 0, 0]), columns: 2) == 0)
    }

    @Test func otherPicturesAreNoSheets() throws {
        let sheet = try sheet([-1, -1, 1, 1])
        #expect(ContactSheet.meanDifference(betweenDrawingsOf: sheet, columns: 5) == nil)
        #expect(ContactSheet.meanDifference(betweenDrawingsOf: sheet, columns: 0) == nil)
        let tiny = Bitmap(width: 1, height: 1, channels: 1, pixels: [0])
        #expect(ContactSheet.meanDifference(betweenDrawingsOf: tiny, columns: 4) == nil)
    }
}
