import Datasets
import Foundation
import Testing

@Suite struct DataCommandTests {
    let workshop: Workshop
    init() throws { workshop = try Workshop() }

    private static let drawings = DrawingFiles.npy(
        shape: "(20, 784)", (0..<20 * 784).map { $0 / 28 % 28 < 14 ? 255 : 0 })
    private static let files = ["/cat.npy": drawings, "/alarm%20clock.npy": drawings]

    private func run(_ arguments: [String], server: FileServer) throws -> Tool.Result {
        try workshop.run(arguments, environment: ["ATELIER_QUICKDRAW_URL": server.url])
    }

    @Test func fetchKeepsTheFileAndShowsTheLicenceOnce() throws {
        let server = try FileServer(Self.files)
        let first = try run(["data", "fetch", "cat"], server: server)
        #expect(first.status == 0, "\(first.errors)")
        #expect(first.output == "cat: \(workshop.file("data/atelier/quickdraw/cat.npy"))\n")
        #expect(first.errors.contains("100%"))
        #expect(first.errors.contains("Creative Commons"))
        #expect(workshop.bytes("data/atelier/quickdraw/cat.npy") == Self.drawings)

        let second = try run(["data", "fetch", "cat", "Alarm_Clock"], server: server)
        #expect(second.status == 0, "\(second.errors)")
        #expect(second.outputLines.count == 2)
        #expect(second.outputLines.last?.hasSuffix("quickdraw/alarm clock.npy") == true)
        #expect(!second.errors.contains("Creative Commons"))
    }

    @Test func trainFetchesWhatIsAbsent() throws {
        let server = try FileServer(Self.files)
        let result = try run(
            Workshop.trainArguments("quickdraw:Alarm_Clock", ["--epochs", "1", "--json"]), server: server)
        #expect(result.status == 0, "\(result.errors)")
        #expect(Workshop.jsonLines(result.output).count == result.outputLines.count)
        #expect(workshop.names("runs") == [".last-run", "00001-alarm-clock-tutorial"])
        // Without the server from now on.
        #expect(try workshop.train("quickdraw:alarm clock", "--epochs", "1").status == 0)
        #expect(try workshop.run("resume", "runs/00001-alarm-clock-tutorial", "--epochs", "2").status == 0)
    }

    @Test func aDryRunOfWhatIsAbsentPrintsNothingButTheConfiguration() throws {
        let server = try FileServer(Self.files)
        let result = try run(["train", "quickdraw:cat", "--dry-run"], server: server)
        #expect(result.status == 0, "\(result.errors)")
        #expect(Workshop.jsonObject(Array(result.output.utf8))["imageSize"] as? Int == 28)
        #expect(!workshop.exists("runs"))
    }

    @Test(arguments: [
        (["train", "quickdraw:cmael"], "camel"), (["data", "fetch", "alarm clok"], "alarm clock"),
        (["data", "show", "quickdraw:Kat"], "cat"), (["train", "quickdraw:cmael", "--dry-run"], "camel"),
    ])
    func anUnknownNameSuggestsNearOnes(arguments: [String], near: String) throws {
        let result = try workshop.run(arguments)
        #expect(result.status == 66)
        #expect(result.isOneSentence && result.errors.contains("'\(near)'"), "\(result.errors)")
        #expect(workshop.names().isEmpty)
    }

    @Test func whatTheServerDoesNotHaveIsOneSentence() throws {
        let server = try FileServer(Self.files)
        let result = try run(["data", "fetch", "camel"], server: server)
        #expect(result.status == 66)
        #expect(result.isOneSentence && result.errors.contains("404"), "\(result.errors)")
        #expect(workshop.names("data/atelier/quickdraw").isEmpty)
    }

    @Test func aPageInsteadOfDrawingsIsOneSentence() throws {
        let server = try FileServer(["/cat.npy": Array("<html>Please sign in</html>".utf8)])
        let result = try run(["train", "quickdraw:cat"], server: server)
        #expect(result.status == 65)
        #expect(result.errorLines.last?.contains("HTML") == true, "\(result.errors)")
        #expect(!workshop.exists("runs"))
        #expect(workshop.names("data/atelier/quickdraw").isEmpty)
    }

    @Test func listNamesWhatIsHere() throws {
        let nothing = try workshop.run("data", "list")
        #expect(nothing.status == 0)
        #expect(nothing.output.contains("atelier data fetch NAME"))

        try workshop.write(Self.drawings, "data/atelier/quickdraw/cat.npy")
        let here = try workshop.run("data", "list")
        #expect(here.output.contains("quickdraw:cat  20 drawings"))
        let all = try workshop.run("data", "list", "--all")
        #expect(all.outputLines.count == 345)
        #expect(all.outputLines.filter { $0.hasPrefix("* ") } == ["* cat"])
    }

    @Test func showCountsMeasuresAndDraws() throws {
        try workshop.write(Self.drawings, "cat.npy")
        let result = try workshop.run("data", "show", "cat.npy", "-o", "sheet.png")
        #expect(result.status == 0)
        #expect(
            result.outputLines == [
                "20 drawings, 28×28, grey",
                "  cat: 20 drawings, mean ink 0.500, inked 50.0 % of pixels, values -1.00 to 1.00",
                "sheet.png: 20 drawings",
            ])
        let sheet = try PNG.decode(contentsOf: workshop.file("sheet.png"))
        #expect(sheet.width > 8 * 28)
        #expect(sheet.height < sheet.width)
    }

    @Test func showPrintsJSONForPrograms() throws {
        try workshop.write(Self.drawings, "cat.npy")
        let result = try workshop.run("data", "show", "cat.npy", "-o", "sheet.png", "--json")
        #expect(result.status == 0)
        let summary = Workshop.jsonObject(Array(result.output.utf8))
        #expect(summary["count"] as? Int == 20)
        #expect(summary["imageSize"] as? Int == 28)
        let categories = try #require(summary["categories"] as? [[String: Any]])
        #expect(categories.map { $0["meanInk"] as? Double } == [0.5])
        #expect(workshop.exists("sheet.png"))
    }

    @Test func showNamesWhatIsWrong() throws {
        try workshop.write("<html>", "bad.npy")
        let bad = try workshop.run("data", "show", "bad.npy", "-o", "sheet.png")
        #expect(bad.status == 65)
        #expect(bad.isOneSentence && bad.errors.contains("bad.npy"), "\(bad.errors)")
        try workshop.write(Self.drawings, "cat.npy")
        let unwritable = try workshop.run("data", "show", "cat.npy", "-o", "absent/sheet.png")
        #expect(unwritable.status == 74)
        #expect(unwritable.isOneSentence && unwritable.errors.contains("absent/sheet.png"), "\(unwritable.errors)")
        #expect(workshop.names() == ["bad.npy", "cat.npy"])
    }
}
