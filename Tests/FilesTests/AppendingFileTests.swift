import Files
import Foundation
import Testing

@Suite final class AppendingFileTests {
    let folder = NSTemporaryDirectory() + "appending-" + UUID().uuidString

    init() throws { try Folders.make(folder) }

    deinit { try? FileManager.default.removeItem(atPath: folder) }

    private var path: String { folder + "/log.txt" }
    private func text() throws -> String { try String(contentsOfFile: path, encoding: .utf8) }

    @Test func grows() throws {
        try AppendingFile(path).append("one\n")
        let file = try AppendingFile(path)
        try file.append("two\n")
        try file.sync()
        #expect(try text() == "one\ntwo\n")
    }

    @Test func linksAreNotFollowed() throws {
        try AtomicFile.write("mine", to: folder + "/secret")
        for target in ["secret", "absent"] {
            try? FileManager.default.removeItem(atPath: path)
            try FileManager.default.createSymbolicLink(atPath: path, withDestinationPath: "\(folder)/\(target)")
            let error = #expect(throws: FileError.self) { try AppendingFile(self.path) }
            #expect(error?.description.contains(path) == true && error?.description.contains("remove it") == true)
        }
        #expect(try String(contentsOfFile: folder + "/secret", encoding: .utf8) == "mine")
        #expect(!FileManager.default.fileExists(atPath: folder + "/absent"))
    }

    @Test func pipesAndFoldersAreRefusedAtOnce() throws {
        #expect(mkfifo(path, 0o600) == 0)
        #expect(throws: FileError.self) { try AppendingFile(self.path) }
        #expect(throws: FileError.self) { try AppendingFile(self.folder) }
    }

    @Test(arguments: [
        ("", ""), ("one\n", "one\n"), ("one\ntw", "one\n"), ("on", ""), ("\n\n", "\n\n"),
        ("one\n" + String(repeating: "\0", count: 200_000), "one\n"),
        (String(repeating: "x", count: 65_535) + "\ny", String(repeating: "x", count: 65_535) + "\n"),
        (
            String(repeating: "x", count: 65_536) + "\n" + String(repeating: "y", count: 65_536),
            String(repeating: "x", count: 65_536) + "\n"
        ),
    ])
    func aTornLineIsRemoved(torn: String, mended: String) throws {
        try AtomicFile.write(torn, to: path)
        let file = try AppendingFile(path)
        try file.removeTornLine()
        try file.append("next\n")
        #expect(try text() == mended + "next\n")
    }

    @Test func linesAreReadWithinTheirBound() throws {
        let long = String(repeating: "x", count: 100_000)
        try AtomicFile.write("one\n\n\(long)\ntwo\n\(long.dropLast())\nthree", to: path)
        var lines: [String] = []
        try RegularFile(path).forEachLine(maximumBytes: 99_999) { lines.append(String(decoding: $0, as: UTF8.self)) }
        #expect(lines == ["one", "", "two", String(long.dropLast())])
    }
}
