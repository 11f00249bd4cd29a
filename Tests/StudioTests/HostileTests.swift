import Foundation
import Studio
import Testing

/// A generated list of attacks on the wire, against the built tool in a process of its own.
@Suite struct HostileTests {
    /// Everything that is sent gets a refusal, or the connection is closed; nothing is told, and the studio goes on.
    @Test func noAttackSucceeds() async throws {
        let folder = try await RunsFolder.finished.value
        try folder.write("TOP-SECRET", "secret.png")
        let studio = try StudioProcess(folder, environment: ["ATELIER_TOKEN": "correct-horse"])
        let attacks = Attack.all(port: studio.port)
        #expect(attacks.count >= 200, "\(attacks.count)")
        #expect(Set(attacks.map(\.name)).count == attacks.count)
        let answers = try await withThrowingTaskGroup(of: (Attack, String).self) { group in
            var answers: [(Attack, String)] = []
            for (number, attack) in attacks.enumerated() {
                if number >= 48, let answer = try await group.next() { answers.append(answer) }
                group.addTask {
                    let connection = try RawConnection(port: studio.port)
                    connection.send(attack.bytes)
                    connection.finishSending()
                    return (attack, await connection.receive(seconds: 2))
                }
            }
            return try await group.reduce(into: answers) { $0.append($1) }
        }
        for (attack, answer) in answers {
            let statuses = answer.matches(of: /HTTP\/1\.1 (\d{3})/).compactMap { Int($0.1) }
            #expect(
                statuses.allSatisfy { (400..<500).contains($0) || $0 == 100 }, "\(attack.name): \(answer.prefix(300))")
            for secret in ["TOP-SECRET", "root:", folder.root, "Fatal", ".swift", "correct-horse"] {
                #expect(!answer.contains(secret), "\(attack.name) tells \(secret)")
            }
        }
        #expect(studio.isRunning)
        let right = try await studio.ask("/api/runs", ["Authorization: Bearer correct-horse"])
        #expect(right.hasPrefix("HTTP/1.1 200"))
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
