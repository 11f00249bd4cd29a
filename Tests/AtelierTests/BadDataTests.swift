import Foundation
import Testing

/// A source that cannot be trained on: one sentence that names it, the right status, and nothing left on disk.
struct BadSource: Sendable, CustomTestStringConvertible {
    let testDescription: String
    /// The source as it is given to the tool, which the sentence names.
    let source: String
    var status: Int32 = 65
    /// What the sentence says besides.
    let says: String
    let make: @Sendable (Workshop) throws -> Void

    /// A file `bad.npy` of these bytes.
    static func file(_ description: String, says: String, _ bytes: [UInt8]) -> BadSource {
        BadSource(testDescription: description, source: "bad.npy", says: says) { try $0.write(bytes, "bad.npy") }
    }

    static func text(_ description: String, says: String, _ text: String) -> BadSource {
        file(description, says: says, Array(text.utf8))
    }

    /// A `.npy` file of zeros with this header.
    static func npy(
        _ description: String, says: String, shape: String, type: String = "'|u1'", fortran: String = "False",
        dataCount: Int = 1568
    ) -> BadSource {
        file(
            description, says: says,
            DrawingFiles.npy(shape: shape, [UInt8](repeating: 0, count: dataCount), type: type, fortran: fortran))
    }

    static let files: [BadSource] = [
        .npy("pickled objects", says: "pickled", shape: "(2,)", type: "'|O'"),
        .npy("records", says: "records", shape: "(2,)", type: "[('x', '<f4'), ('y', '<f4')]"),
        .npy("truncated", says: "cut short", shape: "(3, 784)"),
        .npy("longer than declared", says: "longer than it declares", shape: "(1, 784)"),
        .npy("zero drawings", says: "no drawings", shape: "(0, 784)", dataCount: 0),
        .npy("rows that are no square", says: "shape (2, 783)", shape: "(2, 783)"),
        .npy("drawings that are no square", says: "28×56", shape: "(1, 28, 56)"),
        .npy("a side that is no multiple of 4", says: "--image-size", shape: "(2, 30, 30)", dataCount: 1800),
        .npy("drawings too small for the networks", says: "--image-size", shape: "(2, 8, 8)", dataCount: 128),
        .npy("two channels", says: "shape (1, 28, 28, 2)", shape: "(1, 28, 28, 2)"),
        .npy("one number", says: "shape ()", shape: "()", dataCount: 1),
        .npy(
            "a shape that overflows", says: "more than any file holds",
            shape: "(9223372036854775807, 784)"),
        .npy("a number of many digits", says: "impossible size", shape: "(99999999999999999999999, 784)"),
        .npy("a negative shape", says: "impossible shape", shape: "(-2, 784)"),
        .file("no header", says: "ends inside its header", [0x93] + "NUMPY".utf8),
        .file(
            "a header longer than the file", says: "header of", [0x93] + "NUMPY".utf8 + [1, 0, 255, 255] + "{}".utf8),
        .file("a header that is no dictionary", says: "header", DrawingFiles.npy(header: "import os", [0])),
        .file("a version of the future", says: "version 9.0", [0x93] + "NUMPY".utf8 + [9, 0, 118, 0] + [0, 0]),
        .file("zero bytes", says: "0 bytes", []),
        .file("zeros", says: "filled with zeros", [UInt8](repeating: 0, count: 900)),
        .file("an archive", says: "zip archive", Array("PK\u{3}\u{4}".utf8) + [UInt8](repeating: 7, count: 90)),
        .text("HTML", says: "HTML", "<!DOCTYPE html><html><body>404</body></html>"),
        .text("JSON", says: "JSON", #"{"error": {"code": 403}}"#),
        .text("text", says: "text", "not drawings"),
        .file("a cut-off PNG image", says: "PNG", [0x89] + "PNG\r\n".utf8 + [0x1a, 0x0a, 0, 0]),
        .file(
            "an IDX file that ends too early", says: "cut short", [0, 0, 8, 3, 0, 0, 0, 9, 0, 0, 0, 28, 0, 0, 0, 28]),
        .file("an IDX file of floats", says: "element type 13", [0, 0, 13, 3, 0, 0, 0, 1, 0, 0, 0, 28, 0, 0, 0, 28]),
        .file("compressed nonsense", says: "bad.npy", [0x1f, 0x8b, 8, 0, 1, 2, 3, 4, 5, 6, 7, 8, 9]),
    ]

    static let places: [BadSource] = [
        BadSource(testDescription: "nothing there", source: "absent.npy", status: 66, says: "does not exist") { _ in },
        BadSource(testDescription: "a dangling link", source: "link.npy", status: 66, says: "link") { workshop in
            try FileManager.default.createSymbolicLink(
                atPath: workshop.file("link.npy"), withDestinationPath: "nowhere")
        },
        BadSource(testDescription: "a link to itself", source: "link.npy", status: 66, says: "link") { workshop in
            try FileManager.default.createSymbolicLink(
                atPath: workshop.file("link.npy"), withDestinationPath: "link.npy")
        },
        BadSource(testDescription: "an empty folder", source: "folder", status: 66, says: "empty folder") { workshop in
            try FileManager.default.createDirectory(
                atPath: workshop.file("folder"), withIntermediateDirectories: true)
        },
        BadSource(testDescription: "a folder of other files", source: "folder", status: 66, says: "README") {
            try $0.write("read me", "folder/README")
        },
        BadSource(testDescription: "a folder named like a file", source: "cat.npy", status: 66, says: "folder") {
            try $0.write("hidden", "cat.npy/.DS_Store")
        },
        BadSource(testDescription: "a bad file among good ones", source: "folder", says: "folder/bad.npy") { workshop in
            try workshop.write(DrawingFiles.discs(8), "folder/a.npy")
            try workshop.write("<html>", "folder/bad.npy")
            try workshop.write(DrawingFiles.discs(8), "folder/c.npy")
        },
        BadSource(testDescription: "drawings of different sizes", source: "folder", says: "folder/b.npy") { workshop in
            try workshop.write(DrawingFiles.discs(8, side: 16), "folder/a.npy")
            try workshop.write(DrawingFiles.discs(8, side: 28), "folder/b.npy")
        },
        BadSource(testDescription: "a damaged image among others", source: "folder", says: "folder/b.png") { workshop in
            let image = try DrawingFiles.colourPNG(1, side: 28)
            try workshop.write(image, "folder/a.png")
            try workshop.write(Array(image.prefix(image.count / 2)), "folder/b.png")
        },
        BadSource(testDescription: "a device", source: "/dev/null", status: 66, says: "device") { _ in },
    ]
}

@Suite struct BadDataTests {
    let workshop: Workshop
    init() throws { workshop = try Workshop() }

    @Test(arguments: BadSource.files + BadSource.places)
    func isNamedInOneSentenceAndLeavesNothing(bad: BadSource) throws {
        try bad.make(workshop)
        expectRefusal(of: bad, try workshop.train(bad.source, "--out", "runs"))
    }

    @Test(.enabled(if: Machine.canDropPrivileges, "needs setpriv"))
    func whatMayNotBeReadIsNamed() throws {
        try workshop.write(DrawingFiles.discs(8), "secret.npy")
        try FileManager.default.setAttributes([.posixPermissions: 0], ofItemAtPath: workshop.file("secret.npy"))
        let bad = BadSource(
            testDescription: "no permission", source: "secret.npy", status: 66, says: "may not be read"
        ) { _ in }
        expectRefusal(
            of: bad,
            try workshop.run(
                Workshop.trainArguments("secret.npy", ["--out", "runs"]), through: Machine.withoutPrivileges))
    }

    private func expectRefusal(of bad: BadSource, _ result: Tool.Result) {
        #expect(result.status == bad.status)
        #expect(result.isOneSentence, "\(result.errors)")
        #expect(result.errors.contains(bad.source) && result.errors.contains(bad.says), "\(result.errors)")
        #expect(result.output.isEmpty)
        #expect(!workshop.names().contains { $0.hasPrefix("runs") || $0 == "data" })
    }

    @Test func anEmptyNameIsRefused() throws {
        let result = try workshop.train("", "--out", "runs")
        #expect(result.status == 66)
        #expect(result.isOneSentence && result.errors.contains("is empty"), "\(result.errors)")
        #expect(workshop.names().isEmpty)
    }

    @Test func valuesOutOfRangeAreNamed() throws {
        for (value, says) in [(Float.nan, "nan in drawing 0"), (.infinity, "inf in drawing 0"), (-3e38, "from -3e+38")]
        {
            try workshop.write(
                DrawingFiles.floats([Float](repeating: 0.5, count: 255) + [value], shape: "(1, 16, 16)"), "bad.npy")
            let result = try workshop.train("bad.npy")
            #expect(result.status == 65)
            #expect(result.isOneSentence && result.errors.contains("bad.npy"), "\(result.errors)")
            #expect(result.errors.contains(says), "\(result.errors)")
        }
    }

    /// The weights of the epochs before it stay.
    @Test func aFileThatShrinksInTrainingIsNamed() throws {
        let bytes = DrawingFiles.discs(80)
        try workshop.write(bytes, "disc.npy")
        let running = try workshop.start(Workshop.trainArguments("disc.npy", ["--epochs", "100000"]))
        let run = "runs/00001-disc-tutorial"
        try #require(running.wait { workshop.checkpoints(run).contains { $0.hasPrefix("epoch-0001") } })
        let file = try FileHandle(forWritingTo: URL(fileURLWithPath: workshop.file("disc.npy")))
        try file.truncate(atOffset: UInt64(bytes.count / 2))
        let result = try running.wait()
        #expect(result.status == 65)
        #expect(result.isOneSentence && result.errors.contains("disc.npy"), "\(result.errors)")
        #expect(!workshop.generator(run).isEmpty)
        #expect(!workshop.checkpoints(run).isEmpty)
    }
}
