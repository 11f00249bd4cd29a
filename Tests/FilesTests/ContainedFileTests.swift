import Files
import Foundation
import Synchronization
import Testing

#if canImport(Glibc)
    import Glibc
#elseif canImport(Darwin)
    import Darwin
#endif

/// Linux's exchange of two names in one step, which Swift does not import; nil elsewhere.
private let renameat2: Renameat2? =
    dlsym(dlopen(nil, RTLD_NOW), "renameat2").map { unsafeBitCast($0, to: Renameat2.self) }
private typealias Renameat2 =
    @convention(c) (Int32, UnsafePointer<CChar>, Int32, UnsafePointer<CChar>, UInt32) -> Int32
private let renameExchange: UInt32 = 2

@Suite final class ContainedFileTests {
    let root = NSTemporaryDirectory() + "contained-" + UUID().uuidString

    init() throws {
        try Folders.make(root + "/runs/one/samples")
        try AtomicFile.write("inside", to: root + "/runs/one/samples/a.png")
        try AtomicFile.write("secret", to: root + "/secret")
        try AtomicFile.write("other", to: root + "/runs/other")
    }

    deinit { try? FileManager.default.removeItem(atPath: root) }

    private func text(_ name: String) throws -> String? {
        try ContainedFile(name, in: root + "/runs/one").map { String(decoding: try $0.bytes(), as: UTF8.self) }
    }

    private func link(_ name: String, to target: String) throws {
        try FileManager.default.createSymbolicLink(atPath: root + "/runs/one/" + name, withDestinationPath: target)
    }

    @Test func readsWhatIsInside() throws {
        #expect(try text("samples/a.png") == "inside")
        let file = try #require(ContainedFile("samples/a.png", in: root + "/runs/one"))
        #expect(try file.bytes(from: 2, limit: 3) == Array("sid".utf8))
        #expect(try file.bytes(from: 100).isEmpty)
        #expect(file.status.size == 6 && abs(file.status.modifiedSeconds - Date().timeIntervalSince1970) < 60)
    }

    @Test(arguments: [
        "../other", "samples/../../other", "samples/../samples/a.png", "./samples/a.png", "samples//a.png", "samples/",
        "samples", "", "/etc/passwd", "a\0.png", "samples/a.png/", "missing",
    ])
    func otherNamesAreNothing(_ name: String) throws {
        #expect(try text(name) == nil)
    }

    @Test func linksAreNotFollowed() throws {
        try link("out.png", to: root + "/secret")
        try link("relative.png", to: "../../secret")
        try link("within.png", to: "samples/a.png")
        try link("folder", to: root)
        for name in ["out.png", "relative.png", "within.png", "folder/secret"] { #expect(try text(name) == nil) }
    }

    @Test func theFolderItselfMayBeReachedByALink() throws {
        try FileManager.default.createSymbolicLink(atPath: root + "/linked", withDestinationPath: root + "/runs")
        #expect(ContainedFile("one/samples/a.png", in: root + "/linked") != nil)
    }

    @Test func foldersInsideAreListed() throws {
        try link("linked", to: "samples")
        try AtomicFile.write("", to: root + "/runs/one/samples/.b")
        func names(_ name: String) -> [String]? { ContainedFolder(name, in: root + "/runs")?.names().sorted() }
        #expect(names("one/samples") == [".b", "a.png"] && names("one/samples") == [".b", "a.png"])
        #expect(names("one/linked") == nil && names("one/samples/a.png") == nil && names("one/missing") == nil)
        #expect(names("one/../one/samples") == nil && names("") == nil)
    }

    /// A folder that is exchanged, again and again, for a link that leads out. Nothing of there may be read.
    @Test(.enabled(if: renameat2 != nil)) func anExchangedFolderLeadsNowhere() throws {
        let exchange = try #require(renameat2)
        try Folders.make(root + "/elsewhere")
        try AtomicFile.write("secret", to: root + "/elsewhere/a.png")
        try link("other", to: root + "/elsewhere")
        let one = root + "/runs/one"
        let isDone = Mutex(false)
        let ended = DispatchSemaphore(value: 0)
        Thread.detachNewThread {
            while !isDone.withLock({ $0 }) {
                _ = exchange(AT_FDCWD, one + "/samples", AT_FDCWD, one + "/other", renameExchange)
            }
            ended.signal()
        }
        defer {
            isDone.withLock { $0 = true }
            ended.wait()
        }
        var found = (inside: 0, nothing: 0)
        var texts: Set<String> = []
        for _ in 0..<40_000 {
            guard let file = ContainedFile("one/samples/a.png", in: root + "/runs") else {
                found.nothing += 1
                continue
            }
            found.inside += 1
            texts.insert(String(decoding: try file.bytes(), as: UTF8.self))
            texts.insert(try file.withOpenPath { try String(contentsOfFile: $0, encoding: .utf8) })
        }
        #expect(texts == ["inside"])
        // The link was met, and the folder.
        #expect(found.inside > 100 && found.nothing > 100, "\(found)")
    }

    @Test func pipesAreNoFiles() throws {
        #expect(mkfifo(root + "/runs/one/pipe", 0o600) == 0)
        #expect(try text("pipe") == nil)
    }

    @Test func statusTellsChanges() throws {
        let before = try #require(FileStatus(of: root + "/secret"))
        try AtomicFile.write("changed", to: root + "/secret")
        #expect(FileStatus(of: root + "/secret") != before)
        #expect(FileStatus(of: root)?.kind == .folder && FileStatus(of: root + "/nothing") == nil)
    }

    /// File systems take times up to the year 2446 and beyond; 64 bits of nanoseconds end in 2262.
    @Test(arguments: [10_000_000_000, 1_000_000_000_000, -10_000_000_000]) func farCenturiesAreTimesToo(_ seconds: Int)
        throws
    {
        let times = [timespec(tv_sec: seconds, tv_nsec: 5), timespec(tv_sec: seconds, tv_nsec: 5)]
        #expect(utimensat(AT_FDCWD, root + "/secret", times, 0) == 0)
        #expect(FileStatus(of: root + "/secret")?.kind == .file)
    }
}
