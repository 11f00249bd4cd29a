import Foundation
import Studio
import Testing

/// A studio behind a proxy: below a path, under another host's name.
@Suite struct ProxyTests {
    private func studio(
        _ folder: RunsFolder, basePath: String = "/atelier", allowedHosts: [String] = ["studio.example"],
        token: String? = "correct-horse"
    ) throws -> Studio {
        try Studio(
            StudioConfiguration(
                runsFolder: folder.path, port: 0, token: token, basePath: basePath, allowedHosts: allowedHosts,
                trainer: Studio.toolPath, version: "0.0.0"))
    }

    private func status(_ port: UInt16, _ lines: String...) async throws -> Int {
        let connection = try RawConnection(port: port)
        connection.send((lines + ["Connection: close", "", ""]).joined(separator: "\r\n"))
        let answer = await connection.receive()
        return answer.split(separator: " ").dropFirst().first.flatMap { Int($0) } ?? 0
    }

    private static let bearer = ["Authorization": "Bearer correct-horse"]

    @Test(arguments: ["/atelier", "atelier", "/atelier/", "a/b.c/~d_e"])
    func everythingLiesBelowThePath(basePath: String) async throws {
        let folder = try await RunsFolder.finished.value
        let base = "/" + basePath.split(separator: "/").joined(separator: "/")
        try await studio(folder, basePath: basePath).asked { asker in
            for path in ["\(base)/", "\(base)/runs/00001-discs/draw"] {
                let page = try await asker.get(path)
                #expect(page.status == 200 && page.headers["content-type"] == "text/html; charset=utf-8")
                #expect(page.text.contains("src=\"\(base)/assets/app.js\"") && !page.text.contains("\"/assets/"))
            }
            let script = try await asker.get("\(base)/assets/app.js")
            #expect(script.status == 200 && script.headers["etag"] != nil)
            #expect(try await asker.get("\(base)/api/runs", Self.bearer).status == 200)
            #expect(try await asker.get("\(base)/api/runs").code == "unauthorized")
            let moved = try await asker.get(base)
            #expect(moved.status == 308 && moved.headers["location"] == "\(base)/")
            let servers = try await asker.get("\(base)/api/openapi.json", Self.bearer).object["servers"]
            #expect(servers as? [[String: String]] == [["url": base]])
        }
    }

    @Test(arguments: [
        "/", "/api/runs", "/assets/app.js", "/atelierx/api/runs", "/%61telier/api/runs", "//atelier/api/runs",
        "/atelier/../api/runs", "/atelier//api/runs", "/atelier/%61pi/runs",
    ])
    func nothingElseIsAnswered(path: String) async throws {
        let folder = try await RunsFolder.finished.value
        let answer = try await studio(folder).asked { try await $0.get(path) }
        #expect([401, 404].contains(answer.status), "\(path): \(answer.status)")
        #expect(
            answer.headers["content-security-policy"] != nil && answer.headers["x-content-type-options"] == "nosniff")
    }

    @Test func cookiesAreOfThePathAlone() async throws {
        let folder = try await RunsFolder.finished.value
        try await studio(folder).asked { asker in
            let (path, json) = ("/atelier/api/session", #"{"token":"correct-horse"}"#)
            let plain = try #require(try await asker.post(path, json).headers["set-cookie"])
            #expect(plain.contains("Path=/atelier/") && !plain.contains("Secure"))
            let secure = try await asker.post(path, json, ["Origin": "https://localhost"]).headers["set-cookie"]
            #expect(secure?.contains("Secure") == true && secure?.contains("HttpOnly") == true)
            let cookie = String(plain.prefix { $0 != ";" })
            #expect(try await asker.get("/atelier/api/runs", ["Cookie": cookie]).status == 200)
            let out = try await asker.send(
                "DELETE", path, ["Cookie": cookie, "Origin": "http://localhost"])
            #expect(out.headers["set-cookie"]?.contains("Path=/atelier/") == true)
        }
    }

    @Test func hostsThatAreAllowed() async throws {
        let folder = try await RunsFolder.finished.value
        try await withLiveStudio(try studio(folder, allowedHosts: ["Studio.Example", "other.example"])) {
            port async throws in
            let (get, token) = ("GET /atelier/api/runs HTTP/1.1", "Authorization: Bearer correct-horse")
            for host in ["studio.example", "STUDIO.example:8443", "other.example", "localhost:\(port)"] {
                #expect(try await self.status(port, get, "Host: \(host)", token) == 200, "\(host)")
            }
            for host in ["evil.example", "studio.example.evil.example", "x.studio.example", "studio.example."] {
                #expect(try await self.status(port, get, "Host: \(host)", token) == 403, "\(host)")
            }
            // The page's origin is that of the host that the proxy was asked for.
            let post = "POST /atelier/api/session HTTP/1.1"
            let body = ["Content-Type: application/json", "Content-Length: 0"]
            for (origin, expected) in [
                ("https://studio.example", 400), ("http://studio.example", 400), ("https://evil.example", 403),
            ] {
                #expect(
                    try await self.status(port, post, "Host: studio.example", "Origin: \(origin)", body[0], body[1])
                        == expected,
                    "\(origin)")
            }
        }
    }

    @Test func whatWouldNotBeSafeIsRefused() async throws {
        let folder = try await RunsFolder.finished.value
        func sentence(_ body: () throws -> Studio) -> String {
            do {
                _ = try body()
                return ""
            } catch {
                return "\(error)"
            }
        }
        #expect(sentence { try studio(folder, token: nil) }.hasPrefix("--allowed-host lets others in"))
        for host in ["", "https://studio.example", "studio.example:80", "studio.example/atelier", "*.example:x"] {
            #expect(sentence { try studio(folder, allowedHosts: [host]) }.hasPrefix("--allowed-host is \(host);"))
        }
        for path in ["/a//b", "/a b", "/..", "/a/./b", "/a?b", "/ä", "/%41", "/a\"b"] {
            #expect(sentence { try studio(folder, basePath: path) }.hasPrefix("--base-path is \(path);"), "\(path)")
        }
    }
}
