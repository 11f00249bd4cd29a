import Datasets
import Files
import Foundation
import Testing

/// What a download takes from a server, and what it does not.
@Suite struct QuickDrawTransferTests {
    let fixture = DownloadFixture()
    let file = DownloadFixture.npy()

    /// The `x-goog-hash` of `bytes`.
    static func hash(_ bytes: [UInt8]) -> String {
        let checksum = CRC32C.checksum(bytes).bigEndian
        return "x-goog-hash: crc32c=" + withUnsafeBytes(of: checksum) { Data($0).base64EncodedString() }
    }

    /// Fetches `cat` from a server of that script, which has to fail and leave nothing.
    func failure(_ script: @escaping ScriptedServer.Script) async throws -> (
        error: DatasetError?, requests: [ScriptedServer.Request]
    ) {
        let server = try ScriptedServer(script)
        let error = await #expect(throws: DatasetError.self) {
            try await fixture.download(from: server.url).fetch("cat")
        }
        #expect(fixture.names == [])
        return (error, server.requests)
    }

    @Test(
        arguments: [301, 302, 303, 307, 308],
        ["/elsewhere/cat.npy", "elsewhere/cat.npy", "http://HOST/elsewhere/cat.npy"])
    func redirectsToTheSameHostAreFollowed(status: Int, location: String) async throws {
        let server = try ScriptedServer { [file] request, number in
            let here = location.replacing("HOST", with: request.headers["host"] ?? "")
            return number == 0
                ? [ScriptedServer.answer(status, ["Location: \(here)"], body: Array("moved".utf8))]
                : [ScriptedServer.answer(200, body: file)]
        }
        _ = try await fixture.download(from: server.url).fetch("cat")
        #expect(server.requests.map(\.line) == ["GET /cat.npy HTTP/1.1", "GET /elsewhere/cat.npy HTTP/1.1"])
        #expect(fixture.bytes("cat.npy") == file)
    }

    @Test(arguments: [
        "http://localhost:PORT/cat.npy", "http://127.0.0.1:9/cat.npy", "https://127.0.0.1:PORT/cat.npy",
        "//example.test/cat.npy", "http://127.0.0.1@example.test/cat.npy", "file:///etc/passwd",
        "ftp://127.0.0.1/cat.npy",
    ])
    func redirectsElsewhereAreNot(location: String) async throws {
        let (error, requests) = try await failure { request, _ in
            let port = request.headers["host"]?.split(separator: ":").last ?? ""
            return [ScriptedServer.answer(302, ["Location: \(location.replacing("PORT", with: port))"])]
        }
        #expect(error?.kind == .io)
        #expect(error?.message.contains("the server sends on to ") == true)
        #expect(error?.message.contains("only to its own host") == true)
        #expect(requests.count == 1)
    }

    @Test func redirectsWithoutEndAreGivenUp() async throws {
        let (error, requests) = try await failure { _, number in
            [ScriptedServer.answer(302, ["Location: /\(number)"])]
        }
        #expect(error?.message.contains("the server sends on to ") == true)
        #expect(requests.count == 6)
    }

    @Test func aRightChecksumPasses() async throws {
        let server = try ScriptedServer { [file] _, _ in
            [ScriptedServer.answer(200, ["x-goog-hash: md5=AAAA", Self.hash(file)], body: file)]
        }
        _ = try await fixture.download(from: server.url).fetch("cat")
        #expect(fixture.bytes("cat.npy") == file)
        #expect(fixture.names == ["cat.npy"])
    }

    @Test func aWrongChecksumIsTriedAgainAndGivenUp() async throws {
        let other = Self.hash(DownloadFixture.npy(seed: 5))
        let (error, requests) = try await failure { [file] _, _ in
            [ScriptedServer.answer(200, ["ETag: \"1\"", "X-Goog-Hash: md5=AAAA," + other.dropFirst(13)], body: file)]
        }
        #expect(error?.kind == .io)
        #expect(error?.message.contains("is not what the server has, by its checksum; try again later") == true)
        #expect(requests.map { $0.headers["range"] } == [nil, nil, nil])
    }

    /// Such as a part of which a power cut has left zeros.
    @Test(arguments: [9000, DownloadFixture.npy().count])
    func aDamagedPartIsNotGoneOnFrom(length: Int) async throws {
        let server = try ScriptedServer { [file] request, number in
            number > 0
                ? [ScriptedServer.file(file, for: request, tag: "\"1\"")]
                : [
                    ScriptedServer.answer(
                        200, ["ETag: \"1\"", Self.hash(file)], body: Array(file.prefix(9000)), contentLength: file.count
                    )
                ]
        }
        let once = fixture.download(from: server.url, maximumAttempts: 1)
        await #expect(throws: DatasetError.self) { try await once.fetch("cat") }
        var part = Array(file.prefix(length))
        for place in 4000..<5000 { part[place] = 0 }
        try fixture.write(part, to: "cat.npy.part")
        _ = try await fixture.download(from: server.url).fetch("cat")
        #expect(fixture.bytes("cat.npy") == file)
        #expect(fixture.names == ["cat.npy"])
    }

    /// As many drawings as make 784 TB, in a header and as a length.
    @Test func aFileOfAnySizeIsRefusedBeforeTheDiskIsUsed() async throws {
        let declaring = DownloadFixture.npy(count: 20, declared: 1_000_000_000_000)
        let head = Array("HTTP/1.1 200 OK\r\nConnection: close\r\n\r\n".utf8)
        let (declared, requests) = try await failure { _, _ in [.send(head + declaring), .pause(seconds: 300)] }
        #expect(declared?.kind == .malformed)
        #expect(declared?.message.contains("declares 784000000000128 bytes, more than the 4294967296") == true)
        #expect(requests.count == 1)

        let (announced, _) = try await failure { _, _ in
            [ScriptedServer.answer(200, contentLength: 784_000_000_000_128), .pause(seconds: 300)]
        }
        #expect(announced?.kind == .malformed)
        #expect(announced?.message.contains("of 784000000000128 bytes, more than the 4294967296") == true)
    }

    @Test func nothingIsOnTheDiskBeforeTheHeaderHasCome() async throws {
        let seen = Recorder<[String]>()
        let server = try ScriptedServer { [file, fixture] _, _ in
            [
                ScriptedServer.answer(200, ["ETag: \"1\""], body: Array(file.prefix(2000)), contentLength: file.count),
                .pause(seconds: 0.2), .call { seen.record(fixture.names) }, .send(Array(file.dropFirst(2000))),
            ]
        }
        _ = try await fixture.download(from: server.url).fetch("cat")
        #expect(seen.values.first?.contains("cat.npy.part.version") == false)
        #expect(fixture.bytes("cat.npy") == file)
    }

    @Test func headersWithoutEndAreCutOff() async throws {
        let flood = (0..<4000).map { "X-\($0): \(String(repeating: "a", count: 100))" }
        let (error, _) = try await failure { [file] _, _ in [ScriptedServer.answer(200, flood, body: file)] }
        #expect(error?.kind == .io)
        #expect(error?.message.contains("its head is longer than 65536 bytes") == true)
    }

    @Test func anAnswerBeforeTheAnswerIsPassedOver() async throws {
        let server = try ScriptedServer { [file] _, _ in
            [
                .send(Array("HTTP/1.1 103 Early Hints\r\nContent-Length: 5\r\n\r\n".utf8)),
                ScriptedServer.answer(200, body: file),
            ]
        }
        _ = try await fixture.download(from: server.url).fetch("cat")
        #expect(fixture.bytes("cat.npy") == file)
    }

    @Test func whatIsNoHTTPIsCutOff() async throws {
        let (error, _) = try await failure { _, _ in [.send(Array("SSH-2.0-OpenSSH_9.2\r\n".utf8))] }
        #expect(error?.kind == .io)
    }
}
