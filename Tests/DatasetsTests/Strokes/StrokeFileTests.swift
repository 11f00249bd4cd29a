import Datasets
import Foundation
import Testing

/// Quick, Draw!'s files of strokes.
@Suite struct StrokeFileTests {
    let folder: TemporaryFolder

    init() throws { folder = try TemporaryFolder() }

    static let simplified = """
        {"word":"cat","countrycode":"VE","timestamp":"2017-03-02 23:25:10.07453 UTC","recognized":true,"key_id":"5201136883597312","drawing":[[[130,113,99],[72,40,27]],[[0,255],[9,9]]]}
        {"word":"cat","countrycode":"US","timestamp":"2017-03-02 23:25:10.07453 UTC","recognized":false,"key_id":"5201136883597313","drawing":[[[0,10],[0,0]]]}

        """
    static let raw = """
        {"key_id":"5891796615823360","word":"nose","countrycode":"AE","timestamp":"2017-03-01 20:41:36.70725 UTC","recognized":true,"drawing":[[[329.5,270.25],[50,60.75],[0,17]]]}
        """

    func stroke(_ x: [Double], _ y: [Double]) -> Stroke { Stroke(zip(x, y).map { Stroke.Point(x: $0, y: $1) }) }

    func open(_ text: String, _ name: String = "cat.ndjson", _ options: DatasetOptions = DatasetOptions()) throws
        -> Dataset
    {
        try Dataset.open([folder.write(Array(text.utf8), name)], options: options)
    }

    @Test func simplifiedDrawingsAreRenderedAtAnySize() throws {
        let strokes = [stroke([130, 113, 99], [72, 40, 27]), stroke([0, 255], [9, 9])]
        for size in [28, 64] {
            let dataset = try open(Self.simplified, "full_simplified_cat.ndjson", DatasetOptions(imageSize: size))
            #expect(dataset.categories.map(\.name) == ["cat"])
            #expect(dataset.count == 2)
            #expect(try dataset.images(at: [0]) == StrokeRenderer(side: size).render(strokes))
        }
        #expect(try open(Self.simplified).imageSize == 28)
    }

    @Test func onlyRecognisedOnes() throws {
        var options = DatasetOptions()
        options.recognizedOnly = true
        #expect(try open(Self.simplified, "cat.ndjson", options).count == 1)
    }

    @Test func rawDrawings() throws {
        let dataset = try open(Self.raw)
        #expect(
            try dataset.images(at: [0]) == StrokeRenderer(side: 28).render([stroke([329.5, 270.25], [50, 60.75])]))
    }

    static func record(recognized: UInt8 = 1, strokes: [(x: [UInt8], y: [UInt8])]) -> [UInt8] {
        let body = strokes.flatMap { Fixtures.bytes([UInt16($0.x.count)]) + $0.x + $0.y }
        return [1, 2, 3, 4, 5, 6, 7, 8] + Array("VE".utf8) + [recognized, 0, 0, 0, 0]
            + Fixtures.bytes([UInt16(strokes.count)])
            + body
    }

    @Test func binaryDrawings() throws {
        let bytes =
            Self.record(strokes: [([130, 113, 99], [72, 40, 27]), ([0, 255], [9, 9])])
            + Self.record(recognized: 0, strokes: [([0, 10], [0, 0])])
        let path = try folder.write(bytes, "full_binary_cat.bin")
        let dataset = try Dataset.open([path])
        #expect(dataset.categories.map(\.name) == ["cat"])
        #expect(try dataset.images(at: [0, 1]) == open(Self.simplified).images(at: [0, 1]))
        var options = DatasetOptions()
        options.recognizedOnly = true
        #expect(try Dataset.open([path], options: options).count == 1)
    }

    @Test func damagedLinesAreNamed() throws {
        let good = Self.simplified.split(separator: "\n")[0]
        for (line, words) in [
            (String(good.dropLast(20)), "line 2 is no JSON object with a drawing"),
            (#"{"word":"cat"}"#, "line 2 is no JSON object with a drawing"),
            (#"{"word":"cat","drawing":[[[1,2],[3]]]}"#, "line 2 has a stroke without an x and a y for each point"),
            (#"{"word":"cat","drawing":[[[1,2]]]}"#, "line 2 has a stroke without an x and a y"),
            (#"{"word":"cat","drawing":[[[1e300],[3]]]}"#, "line 2 has a point that lies too far away"),
            (String(repeating: "[", count: 100_000), "line 2 is no JSON object with a drawing"),
        ] {
            let error = #expect(throws: DatasetError.self) { try open(good + "\n" + line) }
            #expect(error?.message.contains(words) == true, "\(error?.message ?? "")")
        }
    }

    @Test func damagedRecordsAreNamed() throws {
        let whole = Self.record(strokes: [([1, 2], [3, 4])]) + Self.record(strokes: [([1, 2], [3, 4])])
        let path = try folder.write(Array(whole.dropLast()), "cat.bin")
        let error = #expect(throws: DatasetError.self) { try Dataset.open([path]) }
        #expect(error?.message.contains("is damaged or cut short in drawing 1") == true)
        try folder.write([1, 2, 3], "data_batch_1.bin")
        try folder.write(whole, "cat.bin")
        let dataset = try Dataset.open([folder.path])
        #expect(dataset.count == 2)
        #expect(dataset.notices.first?.contains("data_batch_1.bin is passed over") == true)
    }

    @Test func drawingsWithoutPointsArePaper() throws {
        let dataset = try open(#"{"word":"cat","drawing":[]}"# + "\n" + #"{"word":"cat","drawing":[[[],[]]]}"#)
        #expect(try dataset.images(at: [0, 1]).allSatisfy { $0 == -1 })
    }
}
