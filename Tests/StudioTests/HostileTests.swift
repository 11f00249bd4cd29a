import Foundation
import Studio
import Testing

/// A generated list of attacks on the wire, against the built tool in a process of its own.
@Suite(.serialized) struct HostileTests {
    /// Everything that is sent gets a refusal, or the connection is closed; nothing is told, and the studio goes on.
    @Test(arguments: ["correct-horse", nil]) func noAttackSucceeds(token: String?) async throws {
        let folder = try await RunsFolder.finished.value
        try folder.write("TOP-SECRET", "secret.png")
        let (answers, isRunning, right) = try await onThread {
            let studio = try StudioProcess(folder, environment: token.map { ["ATELIER_TOKEN": $0] } ?? [:])
            let attacks = token == nil ? Attack.withoutToken(port: studio.port) : Attack.all(port: studio.port)
            let answers = try Self.answers(to: attacks, port: studio.port)
            let right = try studio.ask("/api/runs", token.map { ["Authorization: Bearer \($0)"] } ?? [])
            return (answers, studio.isRunning, right)
        }
        #expect(answers.count >= 200 && Set(answers.map(\.attack.name)).count == answers.count, "\(answers.count)")
        for (attack, answer) in answers {
            let statuses = answer.matches(of: /HTTP\/1\.1 (\d{3})/).compactMap { Int($0.1) }
            #expect(
                statuses.allSatisfy { (400..<500).contains($0) || $0 == 100 }, "\(attack.name): \(answer.prefix(300))")
            for secret in ["TOP-SECRET", "root:", folder.root, "Fatal", ".swift", "correct-horse"] {
                #expect(!answer.contains(secret), "\(attack.name) tells \(secret)")
            }
        }
        #expect(isRunning && right.hasPrefix("HTTP/1.1 200"))
    }

    /// What is answered, many at a time. Some attacks only end when the studio hears that nothing more will come.
    private static func answers(
        to attacks: [Attack], port: UInt16
    ) throws -> [(attack: Attack, answer: String)] {
        var answers: [(attack: Attack, answer: String)] = []
        for start in stride(from: 0, to: attacks.count, by: 64) {
            let connections = try attacks[start..<min(start + 64, attacks.count)].map { attack in
                let connection = try RawConnection(port: port)
                connection.send(attack.bytes)
                return (attack, connection)
            }
            Thread.sleep(forTimeInterval: 0.5)
            for (_, connection) in connections { connection.finishSending() }
            answers += connections.map { ($0, $1.received(seconds: 2)) }
        }
        return answers
    }

    /// A cookie for scripts to read, for other sites or for long would be worth stealing.
    @Test func cookiesAreForPagesAlone() async throws {
        let folder = try await RunsFolder.finished.value
        try await Studio.of(folder, token: "correct-horse").asked { asker in
            var values: Set<String> = []
            for _ in 0..<20 {
                let answer = try await asker.post("/api/session", #"{"token":"correct-horse"}"#)
                let cookie = try #require(answer.headers["set-cookie"])
                let parts = cookie.components(separatedBy: "; ")
                #expect(Set(parts.dropFirst()) == ["Path=/", "HttpOnly", "SameSite=Strict"], "\(cookie)")
                #expect(answer.headers["cache-control"] == "no-store")
                values.insert(parts[0])
            }
            // 256 bits, never twice.
            #expect(values.count == 20 && values.allSatisfy { $0.count > "atelier-session=".count + 40 })
        }
    }
}
