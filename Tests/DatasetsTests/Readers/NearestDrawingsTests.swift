import Datasets
import Testing

@Suite struct NearestDrawingsTests {
    private struct Numbers: ImageSource {
        let count = 50
        let height = 4
        let width = 4
        let channels = 1

        func readImage(at index: Int, into pixels: UnsafeMutableBufferPointer<Float>) throws {
            for place in pixels.indices { pixels[place] = value(index, place) }
        }

        func value(_ index: Int, _ place: Int) -> Float { Float((index * 7 + place * place * 3) % 41) / 20 - 1 }
    }

    @Test func findsWhatComparingAllFinds() throws {
        let source = Numbers()
        let dataset = try Dataset.of([("numbers", source)])
        let image = (0..<16).map { Float($0) / 8 - 1 }
        var nearest = NearestDrawings(to: image, count: 5)
        for start in stride(from: 0, to: 50, by: 7) { try nearest.compare(start..<min(start + 7, 50), of: dataset) }

        let distances = (0..<50).map { index in
            let squares = (0..<16).map { place in
                let difference = Double(image[place]) - Double(source.value(index, place))
                return difference * difference
            }
            return (squares.reduce(0, +) / 16).squareRoot()
        }
        let expected = distances.enumerated().sorted { ($0.element, $0.offset) < ($1.element, $1.offset) }.prefix(5)
        #expect(nearest.neighbours.map(\.index) == expected.map(\.offset))
        #expect(zip(nearest.neighbours, expected).allSatisfy { abs($0.distance - $1.element) < 1e-6 })
    }

    @Test func aDrawingIsNearestToItself() throws {
        let dataset = try Dataset.of([("numbers", Numbers())])
        var nearest = NearestDrawings(to: try dataset.images(at: [17]), count: 80)
        try nearest.compare(0..<50, of: dataset)
        #expect(nearest.neighbours.count == 50)
        #expect(
            nearest.neighbours[0].distance == 0 && nearest.neighbours.contains { $0.index == 17 && $0.distance == 0 })
        #expect(zip(nearest.neighbours, nearest.neighbours.dropFirst()).allSatisfy { $0.distance <= $1.distance })
    }
}

@Suite struct InkDistributionTests {
    /// Drawing i has i of its 16 values inked.
    private struct Steps: ImageSource {
        let count = 17
        let height = 4
        let width = 4
        let channels = 1

        func readImage(at index: Int, into pixels: UnsafeMutableBufferPointer<Float>) throws {
            for place in pixels.indices { pixels[place] = place < index ? 1 : -1 }
        }
    }

    @Test func countsByHand() throws {
        let ink = try InkDistribution(of: try Dataset.of([("steps", Steps())]), category: 0, bins: 4)
        // Shares 0/16 to 16/16 in quarters: 0–3, 4–7, 8–11, 12–16.
        #expect(ink.histogram == [4, 4, 4, 5])
        // Value p is inked in the drawings above p: 16 − p of 17.
        for place in 0..<16 {
            let inked = Float(16 - place)
            #expect(abs(ink.meanImage[place] - (inked - (17 - inked)) / 17) < 1e-6)
        }
    }

    @Test func looksAtAFewSpreadEvenly() throws {
        let ink = try InkDistribution(of: try Dataset.of([("steps", Steps())]), category: 0, samples: 2, bins: 20)
        #expect(ink.histogram.reduce(0, +) == 2 && ink.histogram[0] == 1 && ink.histogram[10] == 1)
    }
}
