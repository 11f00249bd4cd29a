import Datasets
import Foundation
import Testing

@Suite struct StrokeRendererTests {
    /// A drawing, and how Cairo renders it in the way that Quick, Draw! published; see make_stroke_references.py.
    struct Reference: Decodable, CustomTestStringConvertible {
        let name: String
        let strokes: [[[Double]]]
        let side: Int
        let pixels: [Double]

        var testDescription: String { "\(name) \(side)" }

        static let all: [Reference] = {
            let file = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
                .deletingLastPathComponent().appendingPathComponent("Fixtures/strokes.json")
            return (try? JSONDecoder().decode([Reference].self, from: Data(contentsOf: file))) ?? []
        }()
    }

    static func strokes(_ lists: [[[Double]]]) -> [Stroke] {
        lists.map { list in Stroke(zip(list[0], list[1]).map { Stroke.Point(x: $0, y: $1) }) }
    }

    @Test func referencesAreThere() {
        #expect(Reference.all.count == 12)
    }

    @Test(arguments: Reference.all) func agreesWithCairo(_ reference: Reference) {
        let image = StrokeRenderer(side: reference.side).render(Self.strokes(reference.strokes))
        let differences = zip(image, reference.pixels).map { (Double($0) + 1) / 2 * 255 - $1 }
        let meanSquare = differences.reduce(0) { $0 + $1 * $1 } / Double(differences.count)
        #expect(image.count == reference.pixels.count)
        #expect(meanSquare.squareRoot() < 3.5)
        // Where strokes cross, Cairo lays one edge over the other; here they are joined.
        #expect(differences.allSatisfy { abs($0) < 30 })
    }

    /// A horizontal line of width 16·28/304 = 1.4737 pixels, centred at 14: rows 13.263 to 14.737.
    @Test func lineWidthIsInProportion() {
        let image = StrokeRenderer(side: 28).render(Self.strokes([[[0, 10], [5, 5]]]))
        let column = (0..<28).map { (image[$0 * 28 + 14] + 1) / 2 }
        #expect(abs(column.reduce(0, +) - 1.4737) < 0.13)
        #expect(column[13] > 0.68 && column[14] > 0.68 && column[12] == 0 && column[15] == 0)
        // The margin: 24 − 8 of 304 units of paper at either end.
        let row = (0..<28).map { image[13 * 28 + $0] }
        #expect(row[0] == -1 && row[27] == -1 && row[3] > 0 && row[24] > 0)
    }

    @Test func sizeAndPlaceDoNotMatter() {
        let small = Self.strokes([[[0, 3, 4], [1, 0, 7]]])
        let large = Self.strokes([[[1000, 1300, 1400], [-100, -200, 500]]])
        let renderer = StrokeRenderer(side: 28)
        #expect(zip(renderer.render(small), renderer.render(large)).allSatisfy { abs($0 - $1) < 0.02 })
    }

    @Test func nothingIsPaperAndADotIsInTheMiddle() {
        let renderer = StrokeRenderer(side: 28)
        #expect(renderer.render([]).allSatisfy { $0 == -1 })
        #expect(renderer.render([Stroke([])]).allSatisfy { $0 == -1 })
        let dot = renderer.render(Self.strokes([[[400], [-7]]]))
        let ink = dot.reduce(0) { $0 + ($1 + 1) / 2 }
        #expect(abs(ink - .pi * 1.4737 * 1.4737 / 4) < 0.1)
        #expect(dot[13 * 28 + 13] > -0.7 && dot[0] == -1)
        // Points that are nearly one do not blow up.
        #expect(renderer.render(Self.strokes([[[0, 1e-300], [0, 0]]])).allSatisfy { $0 >= -1 && $0 <= 1 })
    }

    /// Real bitmaps, whose strokes are not known, have the same look: a margin of paper, lines of such width.
    @Test(.enabled(if: RealData.hasQuickDraw)) func realBitmapsLookAlike() throws {
        let cats = try Dataset.open([RealData.quickDraw + "/cat.npy"])
        let real = try cats.images(at: Array(0..<500))
        let circle = try #require(Reference.all.first { $0.name == "circle" && $0.side == 28 })
        let image = StrokeRenderer(side: 28).render(Self.strokes(circle.strokes))
        /// The share of inked values that are wholly ink: thick lines have more of them than thin ones.
        func solidity(_ values: [Float]) -> Double {
            let inked = values.filter { $0 > -0.9 }
            return Double(inked.filter { $0 > 0.9 }.count) / Double(inked.count)
        }
        #expect(abs(solidity(image) - solidity(real)) < 0.12)
        /// The corner 16/304 of the side wide is paper nearly always.
        let corners = (0..<500).map { real[$0 * 784] }
        #expect(corners.filter { $0 > -0.9 }.count < 10 && image[0] == -1)
    }
}
