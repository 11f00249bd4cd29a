import Datasets
import Foundation
import Testing

#if canImport(Glibc)
    import Glibc
#elseif canImport(Darwin)
    import Darwin
#endif

@Suite struct QuickDrawDownloadTests {
    let fixture = DownloadFixture()
    let file = DownloadFixture.npy()

    @Test func fetchesAFile() async throws {
        let server = try ScriptedServer { [file] request, _ in [ScriptedServer.file(file, for: request, tag: "\"1\"")] }
        let progress = Recorder<DownloadProgress>()
        let path = try await fixture.download(from: server.url).fetch("cat") { progress.record($0) }
        #expect(path == fixture.folder + "/cat.npy")
        #expect(fixture.bytes("cat.npy") == file)
        #expect(fixture.names == ["cat.npy"])
        #expect(server.requests.map(\.line) == ["GET /cat.npy HTTP/1.1"])
        #expect(server.requests[0].headers["range"] == nil)
        #expect(progress.values.last?.bytesReceived == file.count)
        #expect(progress.values.allSatisfy { $0.totalBytes == file.count && $0.bytesPerSecond > 0 })
    }

    @Test func encodesNamesAndTakesOtherSpellings() async throws {
        let server = try ScriptedServer { [file] request, _ in [ScriptedServer.file(file, for: request, tag: "\"1\"")] }
        let download = fixture.download(from: server.url + "/bitmaps/")
        _ = try await download.fetch("the_great-wall of China")
        #expect(server.requests.map(\.line) == ["GET /bitmaps/The%20Great%20Wall%20of%20China.npy HTTP/1.1"])
        #expect(fixture.names == ["The Great Wall of China.npy"])
    }

    @Test func whatIsThereIsNotFetchedAgain() async throws {
        let server = try ScriptedServer { _, _ in [ScriptedServer.answer(500)] }
        try fixture.write(file, to: "cat.npy")
        let path = try await fixture.download(from: server.url).fetch("cat")
        #expect(path == fixture.store.path(of: "cat"))
        #expect(server.requests.isEmpty)
    }

    @Test func aFileCutShortInTheStoreIsFetchedAnew() async throws {
        let server = try ScriptedServer { [file] request, _ in [ScriptedServer.file(file, for: request, tag: "\"1\"")] }
        try fixture.write(Array(file.prefix(5000)), to: "cat.npy")
        _ = try await fixture.download(from: server.url).fetch("cat")
        #expect(fixture.bytes("cat.npy") == file)
    }

    @Test func aWholePartialFileNeedsNoRequest() async throws {
        let server = try ScriptedServer { _, _ in [ScriptedServer.answer(500)] }
        try fixture.write(file, to: "cat.npy.part")
        _ = try await fixture.download(from: server.url).fetch("cat")
        #expect(fixture.bytes("cat.npy") == file)
        #expect(fixture.names == ["cat.npy"])
        #expect(server.requests.isEmpty)
    }

    @Test func unknownNamesAreNotAskedFor() async throws {
        let server = try ScriptedServer { _, _ in [ScriptedServer.answer(500)] }
        let error = await #expect(throws: DatasetError.self) {
            try await fixture.download(from: server.url).fetch("camle")
        }
        #expect(error?.kind == .missing)
        #expect(error?.message.contains("'camel'") == true)
        #expect(server.requests.isEmpty)
        #expect(fixture.names == [])
    }

    @Test func cancellingKeepsThePartAndTheNextGoesOn() async throws {
        let server = try ScriptedServer { [file] request, number in
            guard number == 0 else { return [ScriptedServer.file(file, for: request, tag: "\"1\"")] }
            let half = ScriptedServer.answer(
                200, ["ETag: \"1\""], body: Array(file.prefix(8000)), contentLength: file.count)
            return [half, .pause(seconds: 300)]
        }
        let progress = Recorder<DownloadProgress>()
        // Where other tests keep all threads, this one may be long in seeing the progress.
        let download = fixture.download(from: server.url, stallTimeoutSeconds: 290)
        let task = Task { try await download.fetch("cat") { progress.record($0) } }
        while progress.values.isEmpty { try await Task.sleep(for: .milliseconds(5)) }
        let start = ContinuousClock.now
        task.cancel()
        await #expect(throws: CancellationError.self) { try await task.value }
        #expect(ContinuousClock.now - start < .seconds(200))
        #expect(fixture.bytes("cat.npy.part") == Array(file.prefix(8000)))

        _ = try await download.fetch("cat")
        #expect(server.requests.last?.headers["range"] == "bytes=8000-")
        #expect(fixture.bytes("cat.npy") == file)
    }

    @Test func twoAtOnceDoNotMix() async throws {
        try fixture.write([], to: "cat.npy.part")
        let descriptor = open(fixture.folder + "/cat.npy.part", O_RDWR)
        defer { close(descriptor) }
        #expect(flock(descriptor, LOCK_EX) == 0)
        let error = await #expect(throws: DatasetError.self) {
            try await fixture.download(from: "http://127.0.0.1:9").fetch("cat")
        }
        #expect(error?.kind == .io)
        #expect(error?.message.contains("another process") == true)
        #expect(fixture.names == ["cat.npy.part"])
    }

    @Test func manyAtOnceGiveOneWholeFile() async throws {
        let server = try ScriptedServer { [file] request, _ in
            [.pause(seconds: 0.05), ScriptedServer.file(file, for: request, tag: "\"1\"")]
        }
        let download = fixture.download(from: server.url)
        let successes = await withTaskGroup(of: Bool.self, returning: Int.self) { group in
            for _ in 0..<6 { group.addTask { (try? await download.fetch("cat")) != nil } }
            return await group.reduce(into: 0) { $0 += $1 ? 1 : 0 }
        }
        #expect(successes >= 1)
        #expect(fixture.bytes("cat.npy") == file)
        #expect(fixture.names == ["cat.npy"])
    }

    @Test func aFolderThatCannotBeMadeIsNamed() async throws {
        try fixture.write([1], to: "blocked")
        let store = QuickDrawStore(folder: fixture.folder + "/blocked/quickdraw")
        let error = await #expect(throws: DatasetError.self) {
            try await QuickDrawDownload(store: store, baseURL: "http://127.0.0.1:9").fetch("cat")
        }
        #expect(error?.kind == .io)
        #expect(error?.path == fixture.folder + "/blocked/quickdraw")
        #expect(error?.message.contains("XDG_DATA_HOME") == true)
    }

    @Test func aPlaceThatCannotBeWrittenIsNamed() async throws {
        try FileManager.default.createDirectory(
            atPath: fixture.folder + "/cat.npy.part", withIntermediateDirectories: true)
        let error = await #expect(throws: DatasetError.self) {
            try await fixture.download(from: "http://127.0.0.1:9").fetch("cat")
        }
        #expect(error?.kind == .io)
        #expect(error?.path == fixture.folder + "/cat.npy.part")
    }

    @Test(arguments: ["ftp://127.0.0.1/x", "drawings", "http://", "file:///tmp"])
    func anAddressThatIsNoneIsNamed(address: String) async throws {
        let error = await #expect(throws: DatasetError.self) {
            try await fixture.download(from: address).fetch("cat")
        }
        #expect(error?.kind == .io)
        #expect(error?.message.contains("'\(address)'") == true)
        #expect(error?.message.contains("ATELIER_QUICKDRAW_URL") == true)
    }

    @Test func theEnvironmentNamesStoreAndServer() {
        let download = QuickDrawDownload(environment: [
            "ATELIER_QUICKDRAW_URL": "http://example.test", "XDG_DATA_HOME": "/data", "HOME": "/home/me",
        ])
        #expect(download.baseURL == "http://example.test")
        #expect(download.store.folder == "/data/atelier/quickdraw")
        let usual = QuickDrawDownload(environment: ["HOME": "/home/me", "XDG_DATA_HOME": "relative"])
        #expect(usual.baseURL == "https://storage.googleapis.com/quickdraw_dataset/full/numpy_bitmap")
        #expect(usual.store.folder == "/home/me/.local/share/atelier/quickdraw")
    }
}
