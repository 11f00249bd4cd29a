import AtomicFiles
import Foundation
import Testing

@Suite struct AtomicFileTests {
    let folder: String

    init() throws {
        folder = NSTemporaryDirectory() + "atomic-" + UUID().uuidString
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    }

    func names() throws -> [String] { try FileManager.default.contentsOfDirectory(atPath: folder).sorted() }

    @Test func writesAndReplaces() throws {
        try AtomicFile.write("one", to: folder + "/a.txt")
        try AtomicFile.write("two", to: folder + "/a.txt")
        #expect(try String(contentsOfFile: folder + "/a.txt", encoding: .utf8) == "two")
        #expect(try names() == ["a.txt"])
    }

    @Test func failureLeavesTheEarlierFile() throws {
        struct Failure: Error {}
        try AtomicFile.write("one", to: folder + "/a.txt")
        #expect(throws: Failure.self) {
            try AtomicFile.write(to: folder + "/a.txt") { file in
                try file.write([1, 2, 3])
                throw Failure()
            }
        }
        #expect(try String(contentsOfFile: folder + "/a.txt", encoding: .utf8) == "one")
        #expect(try names() == ["a.txt"])
    }

    @Test func failureNamesThePath() throws {
        let error = #expect(throws: FileError.self) {
            try AtomicFile.write("x", to: folder + "/absent/a.txt")
        }
        #expect(error?.description == "cannot create \(folder)/absent/a.txt: No such file or directory")
    }

    @Test func temporaryFilesAreCleared() throws {
        try AtomicFile.write("one", to: folder + "/a.txt")
        try Data([1]).write(to: URL(fileURLWithPath: folder + "/.b.txt.123.atelier-tmp"))
        AtomicFile.removeTemporaryFiles(in: folder)
        #expect(try names() == ["a.txt"])
    }
}
