import Datasets
import Foundation
import Testing

@Suite struct ScanTests {
    let folder: TemporaryFolder

    init() throws { folder = try TemporaryFolder() }

    /// A page of 400×300 pixels with a ring of ink on it, 160 pixels across, its stroke 14 wide, right of the middle.
    private func page(
        paper: [Double] = [200], ink: [Double] = [50], light: (Double, Double) -> Double = { _, _ in 1 },
        extra: (Int, Int) -> Double? = { _, _ in nil }
    ) -> Bitmap {
        let (width, height) = (400, 300)
        var pixels: [UInt8] = []
        for y in 0..<height {
            for x in 0..<width {
                let radius = (Double(x - 260) * Double(x - 260) + Double(y - 140) * Double(y - 140)).squareRoot()
                // An edge of one pixel is between both.
                let covered = min(max(7.5 - abs(radius - 73), 0), 1)
                // A grain of ±3.
                let grain = Double((x * 7919 + y * 104_729) % 7) - 3
                for channel in paper.indices {
                    let level = extra(x, y) ?? (paper[channel] * (1 - covered) + ink[channel] * covered)
                    pixels.append(UInt8(min(max(level * light(Double(x) / 399, Double(y) / 299) + grain, 0), 255)))
                }
            }
        }
        return Bitmap(width: width, height: height, channels: paper.count, pixels: pixels)
    }

    private func write(_ pictures: [Bitmap]) throws {
        for (number, picture) in pictures.enumerated() { try folder.write(PNG.encode(picture), "scans/\(number).png") }
    }

    private func open(_ pictures: [Bitmap], change: (inout DatasetOptions) -> Void = { _ in }) throws -> Dataset {
        try write(pictures)
        var options = DatasetOptions()
        change(&options)
        return try Dataset.open([folder.path + "/scans"], options: options)
    }

    /// What the ring is on a page that needs no cleaning: cropped, with a twentieth of paper around it.
    private static let ring: [Float] = {
        let side = 28
        // The ring covers 160 of 176 pixels: 8 of margin on each side.
        let scale = 176.0 / Double(side)
        return (0..<side * side).map { place in
            var covered = 0.0
            for part in 0..<64 {
                let x = (Double(place % side) + (Double(part % 8) + 0.5) / 8) * scale - 88
                let y = (Double(place / side) + (Double(part / 8) + 0.5) / 8) * scale - 88
                if abs((x * x + y * y).squareRoot() - 73) <= 7 { covered += 1 }
            }
            return Float(covered / 64 * 2 - 1)
        }
    }()

    private func expectRing(_ drawing: [Float], sourceLocation: SourceLocation = #_sourceLocation) {
        let error = zip(drawing, Self.ring).reduce(0) { $0 + abs($1.0 - $1.1) } / Float(Self.ring.count)
        #expect(error < 0.1, sourceLocation: sourceLocation)
        #expect(drawing[0] == -1 && drawing[14 * 28 + 14] == -1, "paper is white", sourceLocation: sourceLocation)
        #expect((drawing.max() ?? 0) > 0.95, "ink is black", sourceLocation: sourceLocation)
    }

    static let lights: [(name: String, light: @Sendable (Double, Double) -> Double)] = [
        ("even", { _, _ in 1 }),
        ("a lamp at the left", { x, _ in 1.2 - 0.6 * x }),
        ("dark corners", { x, y in 1.2 - 0.9 * ((x - 0.5) * (x - 0.5) + (y - 0.5) * (y - 0.5)) }),
        ("a soft shadow over half the page", { x, y in 1 - 0.4 / (1 + exp(-30 * (x + y - 1.1))) }),
    ]

    @Test(arguments: lights.indices) func paperBecomesWhiteAndTheInkFillsTheDrawing(index: Int) throws {
        let dataset = try open([page(light: Self.lights[index].light)])
        #expect(dataset.scannedCategories == ["scans"])
        #expect((dataset.imageSize, dataset.channels) == (28, 1))
        expectRing(try dataset.images(at: [0]))
    }

    @Test func whatWasDoneIsSaidWithThePapersGrey() throws {
        let dataset = try open([page(light: { x, _ in 1.2 - 0.6 * x })])
        let notice = try #require(dataset.notices.first { $0.contains("scanned drawings") })
        #expect(notice.contains("/scans: its pictures look like scanned drawings; their paper, of grey levels from 1"))
        #expect(notice.contains("becomes white"))
        #expect(notice.contains("at 28×28; --keep-paper leaves them as they are, --image-size sets another size"))
        #expect(dataset.notices.count == 1, "\(dataset.notices)")
    }

    @Test func anotherSizeCanBeAskedFor() throws {
        let dataset = try open([page()]) { $0.imageSize = 64 }
        #expect(dataset.imageSize == 64)
        #expect(dataset.scannedCategories == ["scans"])
    }

    @Test func paperIsKeptWhereThatIsAskedFor() throws {
        let dataset = try open([page()]) {
            $0.keepsPaper = true
            $0.imageSize = 28
        }
        #expect(dataset.scannedCategories.isEmpty)
        let drawing = try dataset.images(at: [0])
        #expect(abs(drawing[14 * 28] - (55 - 127.5) / 127.5) < 0.05, "grey paper stays grey")
    }

    /// A drawing program's pages, whose paper is white already, keep each pixel, margins included.
    @Test func whitePaperIsLeftAlone() throws {
        var picture = page(paper: [255], ink: [0])
        picture.pixels = picture.pixels.map { $0 > 240 ? 255 : $0 }
        let dataset = try open([picture]) { $0.imageSize = 28 }
        #expect(dataset.scannedCategories.isEmpty)
        let asItIs = AreaResize(height: 300, width: 400, side: 28)
        let values = picture.pixels.map { (127.5 - Float($0)) / 127.5 }
        var expected = [Float](repeating: 0, count: 28 * 28)
        values.withUnsafeBufferPointer { values in
            expected.withUnsafeMutableBufferPointer { asItIs.apply(to: values, channels: 1, into: $0) }
        }
        let drawing = try dataset.images(at: [0])
        #expect(zip(drawing, expected).allSatisfy { abs($0 - $1) < 0.005 })
    }

    @Test func smallPicturesAreNoScans() throws {
        let grey = Bitmap(width: 64, height: 64, channels: 1, pixels: (0..<4096).map { $0 % 97 == 0 ? 40 : 200 })
        #expect(try open([grey]).scannedCategories.isEmpty)
    }

    /// A landscape of soft greys, and noise.
    @Test func photographsAreNoScans() throws {
        let soft = (0..<300 * 400).map { place in
            let (x, y) = (Double(place % 400), Double(place / 400))
            return UInt8(128 + 60 * sin(x / 37) * cos(y / 23) + 50 * sin((x + 2 * y) / 81))
        }
        let noise = (0..<300 * 400).map { UInt8(truncatingIfNeeded: ($0 &* 2_654_435_761) >> 7) }
        for pixels in [soft, noise] {
            let picture = Bitmap(width: 400, height: 300, channels: 1, pixels: pixels)
            #expect(try open([picture]).scannedCategories.isEmpty)
        }
    }

    /// Most pages decide: a photograph among five scans changes nothing.
    @Test func mostPicturesDecide() throws {
        let photograph = Bitmap(
            width: 400, height: 300, channels: 1, pixels: (0..<120_000).map { UInt8(($0 % 400) * 255 / 400) })
        let scans = [Bitmap](repeating: page(), count: 5)
        #expect(try open(scans + [photograph]).scannedCategories == ["scans"])
        #expect(try open([photograph, photograph, page()]).scannedCategories.isEmpty)
    }

    @Test func dustAndTheScannersEdgeAreNoInk() throws {
        let dataset = try open([
            page(extra: { x, y in
                // A dark edge at the left, and a speck in the upper left corner.
                if x < 9 { return 20 }
                return (40...41).contains(x) && y == 30 ? 20 : nil
            })
        ])
        expectRing(try dataset.images(at: [0]))
    }

    /// A line of 2 pixels on a page of 1200 would be a twentieth of a pixel's ink.
    @Test func thinStrokesStayVisible() throws {
        let (width, height) = (1200, 1200)
        let pixels = (0..<width * height).map { place -> UInt8 in
            let (x, y) = (place % width, place / width)
            let isFrame = max(abs(x - 600), abs(y - 600)) <= 500 && max(abs(x - 600), abs(y - 600)) >= 499
            return isFrame ? 60 : 190
        }
        let dataset = try open([Bitmap(width: width, height: height, channels: 1, pixels: pixels)])
        let drawing = try dataset.images(at: [0])
        let row = drawing[14 * 28..<15 * 28]
        #expect(row.count { $0 > 0.2 } >= 2, "\(Array(row))")
    }

    @Test func colouredInkKeepsItsColourAndGreyInkOnCreamHasNone() throws {
        let red = try open([page(paper: [235, 225, 200], ink: [200, 30, 40])])
        #expect(red.channels == 3)
        let drawing = try red.images(at: [0])
        let darkest = (0..<3).map { channel in drawing[channel * 784..<(channel + 1) * 784].max() ?? 0 }
        #expect(darkest[0] < darkest[1] - 0.5 && darkest[0] < darkest[2] - 0.5, "red ink lacks no red")
        #expect(drawing[0] == -1 && drawing[784] == -1 && drawing[1568] == -1, "cream becomes white")
        let black = try open([page(paper: [235, 225, 200], ink: [50, 48, 45])])
        #expect(black.channels == 1)
        expectRing(try black.images(at: [0]))
    }

    @Test func chalkOnABoardIsInverted() throws {
        var picture = page()
        picture.pixels = picture.pixels.map { 255 - $0 }
        let dataset = try open([picture]) { $0.isInverted = true }
        #expect(dataset.scannedCategories == ["scans"])
        expectRing(try dataset.images(at: [0]))
    }

    @Test func aBlankPageAmongOthersIsBlank() throws {
        let blank = page(ink: [200])
        let dataset = try open([page(), page(), page(), page(), blank])
        #expect(dataset.scannedCategories == ["scans"])
        #expect(try dataset.images(at: [4]).allSatisfy { $0 == -1 })
    }

    /// The smallest and oddest pages that are looked at.
    @Test(arguments: [(128, 1), (1, 128), (129, 2), (5000, 3), (513, 512)])
    func oddPagesAreRead(width: Int, height: Int) throws {
        let pixels = (0..<width * height).map { UInt8($0 % 50 == 0 ? 40 : 200) }
        let dataset = try open([Bitmap(width: width, height: height, channels: 1, pixels: pixels)])
        #expect(try dataset.images(at: [0]).allSatisfy { (-1...1).contains($0) })
    }
}
