import Datasets
import Foundation
import Testing

/// Downloads from servers that fail in one way or another.
@Suite struct QuickDrawServerFaultTests {
    let fixture = DownloadFixture()
    let file = DownloadFixture.npy()

    /// Fetches `cat` from a server of that script, which has to fail.
    func failure(
        stallTimeoutSeconds: Double = 10, _ script: @escaping ScriptedServer.Script
    ) async throws -> (error: DatasetError?, requests: [ScriptedServer.Request]) {
        let server = try ScriptedServer(script)
        let download = fixture.download(from: server.url, stallTimeoutSeconds: stallTimeoutSeconds)
        let error = await #expect(throws: DatasetError.self) { try await download.fetch("cat") }
        #expect(fixture.bytes("cat.npy") == nil)
        return (error, server.requests)
    }

    /// Fetches `cat` from a server of that script, which has to succeed in the end.
    func success(
        stallTimeoutSeconds: Double = 10, _ script: @escaping ScriptedServer.Script
    ) async throws -> [ScriptedServer.Request] {
        let server = try ScriptedServer(script)
        _ = try await fixture.download(from: server.url, stallTimeoutSeconds: stallTimeoutSeconds).fetch("cat")
        #expect(fixture.names == ["cat.npy"])
        return server.requests
    }

    @Test func goesOnWhereItWasCutOff() async throws {
        let requests = try await success { [file] request, number in
            number > 0
                ? [ScriptedServer.file(file, for: request, tag: "\"1\"")]
                : [
                    ScriptedServer.answer(
                        200, ["ETag: \"1\""], body: Array(file.prefix(10_000)), contentLength: file.count)
                ]
        }
        #expect(requests.count == 2)
        #expect(requests[1].headers["range"] == "bytes=10000-")
        #expect(requests[1].headers["if-range"] == "\"1\"")
        #expect(fixture.bytes("cat.npy") == file)
    }

    @Test func goesOnByLastModified() async throws {
        let date = "Wed, 01 Mar 2017 10:00:00 GMT"
        let requests = try await success { [file] _, number in
            number > 0
                ? [
                    ScriptedServer.answer(
                        206,
                        ["Last-Modified: \(date)", "Content-Range: bytes 10000-\(file.count - 1)/\(file.count)"],
                        body: Array(file[10_000...]))
                ]
                : [
                    ScriptedServer.answer(
                        200, ["ETag: W/\"weak\"", "Last-Modified: \(date)"], body: Array(file.prefix(10_000)),
                        contentLength: file.count)
                ]
        }
        #expect(requests[1].headers["if-range"] == date)
        #expect(fixture.bytes("cat.npy") == file)
    }

    @Test func beginsAgainWithoutAValidator() async throws {
        let requests = try await success { [file] _, number in
            [ScriptedServer.answer(200, body: number > 0 ? file : Array(file.prefix(9000)), contentLength: file.count)]
        }
        #expect(requests[1].headers["range"] == nil)
        #expect(fixture.bytes("cat.npy") == file)
    }

    @Test func aServerThatIgnoresRangesSendsAll() async throws {
        let requests = try await success { [file] _, number in
            [
                ScriptedServer.answer(
                    200, ["ETag: \"1\""], body: number > 0 ? file : Array(file.prefix(9000)), contentLength: file.count)
            ]
        }
        #expect(requests[1].headers["range"] == "bytes=9000-")
        #expect(fixture.bytes("cat.npy") == file)
    }

    @Test func aChangedFileIsFetchedWhole() async throws {
        let changed = DownloadFixture.npy(count: 18, seed: 7)
        // The first server sends half of one version; the second, which ignores If-Range, has another.
        let requests = try await success { [file] request, number in
            number > 0
                ? [ScriptedServer.file(changed, for: request, tag: "\"2\"")]
                : [
                    ScriptedServer.answer(
                        200, ["ETag: \"1\""], body: Array(file.prefix(9000)), contentLength: file.count)
                ]
        }
        #expect(requests.map { $0.headers["range"] } == [nil, "bytes=9000-", nil])
        #expect(fixture.bytes("cat.npy") == changed)
    }

    @Test func aWrongContentRangeIsNotAppended() async throws {
        let requests = try await success { [file] request, number in
            switch number {
            case 0:
                [
                    ScriptedServer.answer(
                        200, ["ETag: \"1\""], body: Array(file.prefix(9000)), contentLength: file.count)
                ]
            case 1:
                [
                    ScriptedServer.answer(
                        206, ["ETag: \"1\"", "Content-Range: bytes 8000-\(file.count - 1)/\(file.count)"],
                        body: Array(file[8000...]))
                ]
            default: [ScriptedServer.file(file, for: request, tag: "\"1\"")]
            }
        }
        #expect(requests.count == 3)
        #expect(fixture.bytes("cat.npy") == file)
    }

    @Test func aPartLongerThanTheFileBeginsAgain() async throws {
        let long = DownloadFixture.npy(count: 30, seed: 3)
        try fixture.write(Array(long.prefix(20_000)), to: "cat.npy.part")
        try fixture.write(Array("\"1\"".utf8), to: "cat.npy.part.version")
        let requests = try await success { [file] request, _ in [ScriptedServer.file(file, for: request, tag: "\"1\"")]
        }
        #expect(requests.map { $0.headers["range"] } == ["bytes=20000-", nil])
        #expect(fixture.bytes("cat.npy") == file)
    }

    @Test func cutOffForEverKeepsThePart() async throws {
        let (error, requests) = try await failure { [file] _, _ in
            [ScriptedServer.answer(200, ["ETag: \"1\""], body: Array(file.prefix(7000)), contentLength: file.count)]
        }
        #expect(error?.kind == .io)
        #expect(error?.message.contains("cut off") == true)
        #expect(error?.message.contains("run the same command again, which goes on where this one ended") == true)
        #expect(requests.count == 3)
        #expect(fixture.bytes("cat.npy.part") == Array(file.prefix(7000)))
    }

    @Test func aStalledServerIsLeftAndTriedAgain() async throws {
        let requests = try await success(stallTimeoutSeconds: 0.6) { [file] request, number in
            number > 0
                ? [ScriptedServer.file(file, for: request, tag: "\"1\"")]
                : [
                    ScriptedServer.answer(
                        200, ["ETag: \"1\""], body: Array(file.prefix(6000)), contentLength: file.count),
                    .pause(seconds: 300),
                ]
        }
        #expect(requests.last?.headers["range"] == "bytes=6000-")
        #expect(fixture.bytes("cat.npy") == file)
    }

    @Test func aServerThatNeverAnswersIsGivenUp() async throws {
        let (error, _) = try await failure(stallTimeoutSeconds: 0.3) { _, _ in [.pause(seconds: 300)] }
        #expect(error?.kind == .io)
        #expect(error?.message.contains("in 3 attempts: no data came for 0.3 s; try again later") == true)
        #expect(fixture.names == [])
    }

    @Test func notFoundNamesTheAddress() async throws {
        let (error, requests) = try await failure { _, _ in
            [ScriptedServer.answer(404, ["Content-Type: text/html"], body: Array("<html>no</html>".utf8))]
        }
        #expect(error?.kind == .missing)
        #expect(error?.path == "quickdraw:cat")
        #expect(error?.message.contains("/cat.npy (the server answered 404)") == true)
        #expect(error?.message.contains("such as bat or car or hat") == true)
        #expect(requests.count == 1)
        #expect(fixture.names == [])
    }

    @Test func aServerErrorPasses() async throws {
        let requests = try await success { [file] request, number in
            number == 0 ? [ScriptedServer.answer(500)] : [ScriptedServer.file(file, for: request, tag: "\"1\"")]
        }
        #expect(requests.count == 2)
        #expect(fixture.bytes("cat.npy") == file)
    }

    @Test func aServerErrorForEverIsGivenUp() async throws {
        let (error, requests) = try await failure { _, _ in [ScriptedServer.answer(500)] }
        #expect(error?.kind == .io)
        #expect(error?.message.contains("in 3 attempts: the server answered 500; try again later, ") == true)
        #expect(requests.count == 3)
        #expect(fixture.names == [])
    }

    @Test func aRefusalIsNotTriedAgain() async throws {
        let (error, requests) = try await failure { _, _ in [ScriptedServer.answer(403)] }
        #expect(error?.kind == .io)
        #expect(error?.message.contains("the server answered 403") == true)
        #expect(requests.count == 1)
    }

    @Test(arguments: [20, 4000, 60_000])
    func aPageIsRefused(length: Int) async throws {
        let page = Array("<!DOCTYPE html><html><body>Sign in to the network</body></html>".utf8)
        let body = Array(page.prefix(length)) + [UInt8](repeating: 0x20, count: max(0, length - page.count))
        let (error, requests) = try await failure { _, _ in
            [ScriptedServer.answer(200, ["Content-Type: text/html"], body: body)]
        }
        #expect(error?.kind == .malformed)
        #expect(error?.message.contains("is an HTML or XML page") == true)
        #expect(requests.count == 1)
        #expect(fixture.names == [])
    }

    @Test func anEmptyBodyIsRefused() async throws {
        let (error, _) = try await failure { _, _ in [ScriptedServer.answer(200)] }
        #expect(error?.kind == .malformed)
        #expect(error?.message.contains(" is empty, expected a .npy file") == true)
        #expect(fixture.names == [])
    }

    @Test func moreAnnouncedThanTheHeaderDeclares() async throws {
        let (error, _) = try await failure { [file] _, _ in
            [ScriptedServer.answer(200, ["ETag: \"1\""], body: file, contentLength: file.count + 500)]
        }
        #expect(error?.kind == .malformed)
        #expect(error?.message.contains("\(file.count + 500) bytes") == true)
        #expect(error?.message.contains("header declares \(file.count)") == true)
        #expect(fixture.names == [])
    }

    @Test func lessAnnouncedThanTheHeaderDeclares() async throws {
        let (error, _) = try await failure { [file] _, _ in
            [ScriptedServer.answer(200, ["ETag: \"1\""], body: file, contentLength: file.count - 500)]
        }
        #expect(error?.kind == .malformed)
        #expect(error?.message.contains("\(file.count - 500) bytes") == true)
        #expect(fixture.names == [])
    }

    @Test(arguments: [1, 19, 21, 1 << 40])
    func aHeaderThatDisagreesWithTheSize(declared: Int) async throws {
        let body = DownloadFixture.npy(count: 20, declared: declared)
        let (error, requests) = try await failure { _, _ in [ScriptedServer.answer(200, body: body)] }
        #expect(error?.kind == .malformed)
        #expect(error?.message.contains("header declares \(128 + declared * 784)") == true)
        #expect(requests.count == 1)
        #expect(fixture.names == [])
    }

    @Test func aBodyOfUnknownLengthIsCheckedByItsHeader() async throws {
        let head = Array("HTTP/1.1 200 OK\r\nConnection: close\r\n\r\n".utf8)
        let requests = try await success { [file] _, number in
            [.send(head + (number == 0 ? Array(file.prefix(9000)) : file))]
        }
        #expect(requests.count == 2)
        #expect(fixture.bytes("cat.npy") == file)
    }

    @Test func anEndlessBodyIsStopped() async throws {
        let head = Array("HTTP/1.1 200 OK\r\nConnection: close\r\n\r\n".utf8)
        let (error, _) = try await failure { [file] _, _ in
            [.send(head + file), .send([UInt8](repeating: 0, count: 1 << 16)), .pause(seconds: 1)]
        }
        #expect(error?.kind == .malformed)
        #expect(error?.message.contains("longer than the \(file.count) bytes") == true)
        #expect(fixture.names == [])
    }

    @Test func aRefusedConnectionSaysWhatToDo() async throws {
        let url = try ScriptedServer { _, _ in [] }.url
        let error = await #expect(throws: DatasetError.self) { try await fixture.download(from: url).fetch("cat") }
        #expect(error?.kind == .io)
        #expect(error?.message.contains("check the network connection") == true)
        #expect(error?.message.contains("ATELIER_QUICKDRAW_URL") == true)
        #expect(fixture.names == [])
    }
}
