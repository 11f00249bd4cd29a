import Files
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

    /// In a folder where others may write, a link under an expected temporary name would decide where the bytes go.
    @Test func linksUnderTheTemporaryNameAreNotFollowed() throws {
        try AtomicFile.write("mine", to: folder + "/secret")
        var temporaryNames: Set<String> = []
        for process in [getpid(), 1] {
            try FileManager.default.createSymbolicLink(
                atPath: folder + "/.a.txt.\(process).atelier-tmp", withDestinationPath: folder + "/secret")
        }
        let planted = try names()
        for _ in 1...3 {
            try AtomicFile.write(to: folder + "/a.txt") { file in
                temporaryNames.formUnion(try names().filter { !planted.contains($0) && $0 != "a.txt" })
                try file.write([1])
            }
        }
        #expect(temporaryNames.count == 3)
        #expect(try String(contentsOfFile: folder + "/secret", encoding: .utf8) == "mine")
    }

    @Test func aNameMayBeAsLongAsTheSystemAllows() throws {
        let name = String(repeating: "猫", count: 83) + ".png"
        try AtomicFile.write("x", to: "\(folder)/\(name)")
        #expect(try names() == [name])
    }

    @Test func temporaryFilesAreCleared() throws {
        try AtomicFile.write("one", to: folder + "/a.txt")
        try Data([1]).write(to: URL(fileURLWithPath: folder + "/.b.txt.123.atelier-tmp"))
        AtomicFile.removeTemporaryFiles(in: folder)
        #expect(try names() == ["a.txt"])
    }
}
