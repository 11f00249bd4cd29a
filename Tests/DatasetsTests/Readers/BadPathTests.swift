import Datasets
import Foundation
import Testing

@Suite struct BadPathTests {
    let folder: TemporaryFolder

    init() throws { folder = try TemporaryFolder() }

    func expectError(
        _ path: String, _ kind: DatasetError.Kind, _ words: String, _ location: SourceLocation = #_sourceLocation
    ) throws {
        let error = #expect(throws: DatasetError.self, sourceLocation: location) { _ = try Dataset.open([path]) }
        let text = try #require(error).description
        #expect(error?.kind == kind, "\(text)", sourceLocation: location)
        #expect(text.contains(words), "\(text)", sourceLocation: location)
        #expect(!text.contains("\n"), sourceLocation: location)
    }

    @Test func absent() throws {
        try expectError(folder.path + "/absent.npy", .missing, "/absent.npy: does not exist; check the name")
        try expectError(folder.path + "/two\nlines.npy", .missing, "/two\u{fffd}lines.npy: does not exist")
        try expectError("", .missing, "is empty, expected a file")
        try expectError(folder.path + "/a\0b", .missing, "does not exist")
        try expectError("/" + String(repeating: "x", count: 5000), .missing, "cannot be opened: File name too long")
    }

    @Test func aFileTakenForAFolder() throws {
        let path = try folder.write(Fixtures.drawings(1), "cat.npy")
        try expectError(path + "/inner.npy", .missing, "cannot be opened: Not a directory")
    }

    @Test func danglingLinks() throws {
        let link = folder.path + "/link.npy"
        try FileManager.default.createSymbolicLink(atPath: link, withDestinationPath: folder.path + "/nowhere")
        try expectError(link, .missing, "is a link to something that does not exist")
        try expectError(folder.path, .missing, "link.npy: is a link to something that does not exist")
        let loop = folder.path + "/loop.npy"
        try FileManager.default.createSymbolicLink(atPath: loop, withDestinationPath: loop)
        try expectError(loop, .missing, "leads back to itself")
    }

    @Test func linksToFilesAreFollowed() throws {
        let path = try folder.write(Fixtures.drawings(1), "real/cat.npy")
        let link = folder.path + "/kitten.npy"
        try FileManager.default.createSymbolicLink(atPath: link, withDestinationPath: path)
        #expect(try Dataset.open([link]).categories.map(\.name) == ["kitten"])
    }

    @Test(.timeLimit(.minutes(1))) func pipesAndDevicesDoNotBlock() throws {
        let pipe = folder.path + "/pipe.npy"
        #expect(mkfifo(pipe, 0o600) == 0)
        try expectError(pipe, .missing, "is a named pipe, expected a file or folder")
        try expectError(folder.path, .missing, "pipe.npy: is a named pipe")
        try expectError("/dev/zero", .missing, "is a device")
    }

    @Test func foldersNamedLikeFiles() throws {
        try folder.makeFolder("cat.npy")
        try expectError(folder.path + "/cat.npy", .missing, "is an empty folder, expected .npy, .npz, IDX")
        try expectError(folder.path, .missing, "holds no drawings (but cat.npy)")
        try folder.write(Fixtures.drawings(1), "cat.npy/dog.npy")
        #expect(try Dataset.open([folder.path]).categories.map(\.name) == ["dog"])
    }

    @Test func emptyFolders() throws {
        try expectError(folder.path, .missing, "is an empty folder")
        try folder.write([1], ".DS_Store")
        try expectError(folder.path, .missing, "is an empty folder")
        try folder.write([1], "README.md")
        try expectError(folder.path, .missing, "holds no drawings (but README.md)")
    }

    @Test(.enabled(if: geteuid() != 0, "root may read everything")) func permissions() throws {
        let path = try folder.write(Fixtures.drawings(1), "cat.npy")
        chmod(path, 0)
        try expectError(path, .missing, "may not be read; give yourself permission")
    }

    /// A file that even root may not read.
    static let unreadable = "/proc/sys/vm/compact_memory"
    static var hasUnreadable: Bool {
        var status = stat()
        return stat(unreadable, &status) == 0 && open(unreadable, O_RDONLY) < 0 && errno == EACCES
    }

    @Test(.enabled(if: hasUnreadable, "no file here is unreadable for this user")) func permissionsEvenForRoot() throws
    {
        try expectError(Self.unreadable, .missing, "may not be read; give yourself permission")
    }

    #if os(Linux)
        @Test func namesThatAreNotUTF8() throws {
            let from = try folder.write([], "cat")
            var to = Array((folder.path + "/c?t.npy").utf8CString)
            to[to.count - 7] = CChar(bitPattern: 0xff)
            #expect(rename(from, to) == 0)
            try expectError(folder.path, .missing, "is an empty folder")
            try folder.write(Fixtures.drawings(1), "dog.npy")
            let dataset = try Dataset.open([folder.path])
            #expect(dataset.categories.map(\.name) == ["dog"])
            #expect(
                dataset.notices.first?.hasSuffix(
                    "has a name that is not UTF-8 and is passed over; rename what is wanted") == true)
        }
    #endif
}
