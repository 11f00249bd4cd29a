import Datasets
import Testing

@Suite struct SummaryTests {
    @Test func inkIsCounted() throws {
        let half = [UInt8](repeating: 0, count: 8) + [UInt8](repeating: 255, count: 8)
        let faint = [UInt8](repeating: 51, count: 16)
        let dataset = try Dataset.of([
            ("half", PixelArray(half + half, height: 4, width: 4)), ("faint", PixelArray(faint, height: 4, width: 4)),
        ])
        let summary = try DatasetSummary(of: dataset)
        #expect(summary.count == 3 && summary.imageSize == 4 && summary.channels == 1 && summary.sampleCount == 3)
        #expect(summary.categories.map(\.category.name) == ["half", "faint"])
        #expect(summary.categories.map(\.inkedFraction) == [0.5, 0])
        #expect(summary.categories.map(\.minimum) == [-1, -0.6])
        #expect(summary.categories.map(\.maximum) == [1, -0.6])
        #expect(abs(summary.categories[1].meanInk - 0.2) < 1e-6)
        #expect(abs(summary.meanInk - 0.4) < 1e-6)
        #expect(abs(summary.inkedFraction - 1.0 / 3) < 1e-12)
        #expect(summary.minimum == -1 && summary.maximum == 1)
    }

    @Test func samplesAreSpreadOverTheCategory() throws {
        let pixels = (0..<100).flatMap { [UInt8](repeating: $0 < 50 ? 0 : 255, count: 16) }
        let dataset = try Dataset.of([("c", PixelArray(pixels, height: 4, width: 4))])
        let summary = try DatasetSummary(of: dataset, samplesPerCategory: 10)
        #expect(summary.sampleCount == 10)
        #expect(summary.meanInk == 0.5)
    }
}
