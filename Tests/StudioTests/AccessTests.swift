import Foundation
import Studio
import Testing

@Suite struct AccessTests {
    private func status(_ port: UInt16, _ lines: [String]) async throws -> Int {
        let connection = try RawConnection(port: port)
        connection.send((lines + ["Connection: close", "", ""]).joined(separator: "\r\n"))
        let answer = await connection.receive()
        return answer.split(separator: " ").dropFirst().first.flatMap { Int($0) } ?? 0
    }

    @Test func hostsThatMeanThisMachine() async throws {
        let folder = try await RunsFolder.finished.value
        try await withLiveStudio(try Studio.of(folder)) { port in
            for host in [
                "127.0.0.1:\(port)", "localhost", "LOCALHOST:1234", "[::1]:\(port)", "127.9.9.9", "a.localhost",
            ] {
                #expect(try await self.status(port, ["GET /api/runs HTTP/1.1", "Host: \(host)"]) == 200, "\(host)")
            }
            for host in [
                "evil.example", "127.0.0.1.evil.example", "localhost.evil.example", "192.168.1.7", "0.0.0.0", "[::2]",
                "127.0.0.1:notaport", "127.0.0.1:99999", "[::1", "[::1]x", "", "0x7f000001", "2130706433",
                "127.0.0.1@evil.example",
            ] {
                let status = try await self.status(port, ["GET /api/runs HTTP/1.1", "Host: \(host)"])
                #expect(status == 403 || status == 400, "\(host): \(status)")
                #expect(try await self.status(port, ["GET / HTTP/1.1", "Host: \(host)"]) != 200, "\(host)")
            }
            #expect(try await self.status(port, ["GET / HTTP/1.1", "Host: localhost", "Host: evil.example"]) == 400)
            #expect(try await self.status(port, ["GET / HTTP/1.1"]) == 400)
        }
    }

    @Test func onlyOwnPagesChangeThings() async throws {
        let folder = try await RunsFolder.finished.value
        try await Studio.of(folder).asked { asker in
            let path = "/api/runs/00001-discs/stop"
            for origin in ["http://evil.example", "null", "http://localhost:1", "http://localhost.evil.example", ""] {
                let answer = try await asker.post(path, nil, ["Origin": origin])
                #expect(answer.status == 403 && answer.code == "origin-not-allowed", "\(origin)")
            }
            #expect(try await asker.send("POST", path).code == "origin-not-allowed")
            #expect(try await asker.send("DELETE", "/api/session").code == "origin-not-allowed")
            // The page's own call gets through to "not training".
            #expect(try await asker.post(path).code == "not-stoppable")
            let embedded = try await asker.get("/api/runs/00001-discs/reals.png", ["Sec-Fetch-Site": "cross-site"])
            #expect(embedded.status == 403)
            #expect(try await asker.get("/api/runs", ["Sec-Fetch-Site": "same-origin"]).status == 200)
        }
    }

    @Test func otherAddressesNeedAToken() async throws {
        let folder = try await RunsFolder.finished.value
        for host in ["0.0.0.0", "192.168.1.7", "::", "studio.example", ""] {
            let error = #expect(throws: StudioError.self) { try Studio.of(folder, host: host) }
            #expect(error?.description.contains("--host") == true)
        }
        for token in ["short", "with a space", "ümlaut-token"] {
            #expect(throws: StudioError.self) { try Studio.of(folder, host: "0.0.0.0", token: token) }
        }
        #expect(throws: StudioError.self) {
            try Studio(StudioConfiguration(runsFolder: folder.path, port: 70_000, trainer: "atelier", version: "0.0.0"))
        }
    }

    @Test func tokenAsHeader() async throws {
        let folder = try await RunsFolder.finished.value
        try await Studio.of(folder, host: "0.0.0.0", token: "correct-horse").asked { asker in
            // The pages hold nothing and ask for the token.
            #expect(try await asker.get("/").status == 200)
            for path in ["/api/runs", "/api/openapi.json", "/api/events", "/api/nothing"] {
                let answer = try await asker.get(path)
                #expect(answer.status == 401 && answer.code == "unauthorized", "\(path)")
                #expect(answer.headers["www-authenticate"]?.hasPrefix("Bearer") == true)
            }
            for value in ["Bearer wrong", "Bearer correct-horse2", "Bearer", "Basic correct-horse", "correct-horse"] {
                #expect(try await asker.get("/api/runs", ["Authorization": value]).status == 401, "\(value)")
            }
            let bearer = ["Authorization": "Bearer correct-horse"]
            #expect(try await asker.get("/api/runs", bearer).status == 200)
            // A caller with the token is no page: it needs no origin.
            let stop = try await asker.send("POST", "/api/runs/00001-discs/stop", bearer)
            #expect(stop.code == "not-stoppable")
        }
    }

    @Test func tokenForACookie() async throws {
        let folder = try await RunsFolder.finished.value
        try await Studio.of(folder, host: "0.0.0.0", token: "correct-horse").asked { asker in
            #expect(try await asker.post("/api/session", #"{"token":"wrong"}"#).status == 401)
            let signedIn = try await asker.post("/api/session", #"{"token":"correct-horse"}"#)
            let cookie = try #require(signedIn.headers["set-cookie"])
            #expect(signedIn.status == 204 && cookie.contains("HttpOnly") && cookie.contains("SameSite=Strict"))
            #expect(!cookie.contains("correct-horse"))
            let pair = String(cookie.prefix { $0 != ";" })
            #expect(try await asker.get("/api/runs", ["Cookie": pair]).status == 200)
            #expect(try await asker.get("/api/runs", ["Cookie": pair + "x"]).status == 401)
            #expect(try await asker.get("/api/runs", ["Cookie": "atelier-session="]).status == 401)
            // A cookie is what a foreign page would send along: the origin is looked at.
            let path = "/api/runs/00001-discs/stop"
            #expect(try await asker.send("POST", path, ["Cookie": pair]).code == "origin-not-allowed")
            #expect(try await asker.post(path, nil, ["Cookie": pair]).code == "not-stoppable")
            let out = try await asker.send("DELETE", "/api/session", ["Cookie": pair, "Origin": "http://localhost"])
            #expect(out.status == 204)
            #expect(try await asker.get("/api/runs", ["Cookie": pair]).status == 401)
        }
    }

    /// However many come at once, a client's wrong tokens are looked at slowly; nobody else notices.
    @Test func guessingTokensIsSlow() async throws {
        let folder = try await RunsFolder.finished.value
        let begin = ContinuousClock.now
        let (studio, guesses) = try await onThread {
            let studio = try StudioProcess(folder, environment: ["ATELIER_TOKEN": "correct-horse"])
            return (studio, try (0..<120).map { try Self.offer("guess-\($0)", port: studio.port) })
        }
        if Self.canBeAnotherUser {
            let right = "Authorization: Bearer correct-horse\\r\\n"
            let other = try await Self.answer(ofUser: 65_534, port: studio.port, headers: right)
            #expect(other.hasPrefix("HTTP/1.1 200"), "\(other)")
        }
        let answers = await onThread { guesses.map { $0.received() } }
        // Ten at once, eight that wait, and eight in each quarter of a second.
        let limit = 18 + 32 * (begin.duration(to: .now) / .seconds(1))
        let count = answers.count { $0.hasPrefix("HTTP/1.1 401") }
        #expect(Double(count) <= limit && answers.count { $0.hasPrefix("HTTP/1.1 429") } == 120 - count, "\(count)")
        let right = try await onThread { try Self.offer("correct-horse", port: studio.port).received() }
        #expect(right.hasPrefix("HTTP/1.1 200"))
    }

    private static func offer(_ token: String, port: UInt16) throws -> RawConnection {
        let connection = try RawConnection(port: port)
        let lines = ["GET /api/runs HTTP/1.1", "Host: localhost", "Authorization: Bearer \(token)"]
        connection.send((lines + ["Connection: close", "", ""]).joined(separator: "\r\n"))
        return connection
    }

    @Test func wrongSignInsLockNobodyOut() async throws {
        let folder = try await RunsFolder.finished.value
        try await Studio.of(folder, host: "0.0.0.0", token: "correct-horse").asked { asker in
            for guess in 0..<12 {
                let wrong = try await asker.post("/api/session", #"{"token":"\#(guess)"}"#)
                #expect(wrong.status == 401)
            }
            #expect(try await asker.post("/api/session", #"{"token":"correct-horse"}"#).status == 204)
            let bearer = ["Authorization": "Bearer correct-horse"]
            #expect(try await asker.get("/api/runs", bearer).status == 200)
        }
    }

    /// Another user of this machine, who can connect to a loopback address as well.
    @Test(.enabled(if: canBeAnotherUser)) func otherUsersOfThisMachineAreRefused() async throws {
        let folder = try await RunsFolder.finished.value
        try await withLiveStudio(try Studio.of(folder)) { port in
            let own = try await Self.answer(ofUser: 0, port: port)
            #expect(own.hasPrefix("HTTP/1.1 200"))
            for path in ["/api/runs", "/"] {
                let answer = try await Self.answer(ofUser: 65_534, port: port, path)
                #expect(answer.hasPrefix("HTTP/1.1 403") && answer.contains("other-user"), "\(answer)")
            }
        }
        // With a token it is the token that counts.
        try await withLiveStudio(try Studio.of(folder, token: "correct-horse")) { port in
            let without = try await Self.answer(ofUser: 65_534, port: port)
            #expect(without.hasPrefix("HTTP/1.1 401"))
            let right = "Authorization: Bearer correct-horse\\r\\n"
            let with = try await Self.answer(ofUser: 65_534, port: port, headers: right)
            #expect(with.hasPrefix("HTTP/1.1 200"))
        }
    }

    private static let canBeAnotherUser =
        geteuid() == 0 && FileManager.default.fileExists(atPath: "/usr/bin/setpriv")

    /// What a process of another user gets.
    private static func answer(
        ofUser user: Int, port: UInt16, _ path: String = "/api/runs", headers: String = ""
    ) async throws -> String {
        let script = """
            exec 3<>/dev/tcp/127.0.0.1/\(port)
            printf 'GET \(path) HTTP/1.1\\r\\nHost: localhost\\r\\nConnection: close\\r\\n\(headers)\\r\\n' >&3
            cat <&3
            """
        return try await onThread {
            let process = Process()
            process.executableURL = URL(fileURLWithPath: "/usr/bin/setpriv")
            process.arguments = ["--reuid=\(user)", "--clear-groups", "/bin/bash", "-c", script]
            let output = Pipe()
            process.standardOutput = output
            try process.runWithoutBlockedSignals()
            let answer = try output.fileHandleForReading.readToEnd()
            process.waitUntilExit()
            return String(decoding: answer ?? Data(), as: UTF8.self)
        }
    }
}
