import Foundation
import Studio
import Testing

/// Clients that take places and do nothing with them keep nobody out: studios in processes of their own, asked from
/// threads of their own, so that other tests and these do not hold each other up.
@Suite(.serialized) struct ConnectionTests {
    /// How a client fills the studio's places.
    enum Filler: String, CaseIterable {
        case nothing, halfAHead, halfABody, refusedBody, answeredAndIdle, unreadStream

        func text(port: UInt16) -> String {
            let host = "Host: localhost:\(port)\r\n"
            let json = host + "Origin: http://localhost:\(port)\r\nContent-Type: application/json\r\n"
            return switch self {
            case .nothing: ""
            case .halfAHead: "GET /api/runs HTTP/1.1\r\n" + host + "X-More: "
            case .halfABody: "POST /api/session HTTP/1.1\r\n" + json + "Content-Length: 20\r\n\r\n{\"to"
            case .refusedBody: "POST /api/runs HTTP/1.1\r\n" + host + "Content-Length: 20\r\n\r\n{\"to"
            case .answeredAndIdle: "GET / HTTP/1.1\r\n" + host + "\r\n"
            case .unreadStream: "GET /api/runs/00001-discs/events HTTP/1.1\r\n" + host + "\r\n"
            }
        }
    }

    /// A studio that may have only so many files open.
    private static func studio(_ folder: RunsFolder, openFiles: Int) throws -> StudioProcess {
        try StudioProcess(folder, through: ["/bin/sh", "-c", "ulimit -n \(openFiles); exec \"$@\"", "sh"])
    }

    /// Fills a studio with `count` clients, and returns how long five others wait for their answers together, their
    /// answers, and how much of the processor a second takes in which nobody asks.
    private static func fill(
        _ studio: StudioProcess, with filler: Filler, count: Int
    ) throws -> (wait: Duration, answers: [String], idleSeconds: Double) {
        let clients = try (0..<count).map { _ in
            let client = try RawConnection(port: studio.port, receiveBuffer: 2048)
            client.send(filler.text(port: studio.port))
            return client
        }
        defer { withExtendedLifetime(clients) {} }
        let begin = ContinuousClock.now
        let answers = try (0..<5).map { _ in try studio.ask("/api/runs") }
        let wait = begin.duration(to: .now)
        let before = studio.processorSeconds
        Thread.sleep(forTimeInterval: 1)
        return (wait, answers, studio.processorSeconds - before)
    }

    /// Fewer descriptors than clients: the studio neither spins nor falls silent.
    @Test(arguments: Filler.allCases) func fewOpenFilesAreEnough(_ filler: Filler) async throws {
        let folder = try await RunsFolder.finished.value
        let (wait, answers, idleSeconds) = try await onThread {
            try Self.fill(try Self.studio(folder, openFiles: 256), with: filler, count: 400)
        }
        #expect(answers.allSatisfy { $0.hasPrefix("HTTP/1.1 200") }, "\(answers.map { $0.prefix(100) })")
        #expect(wait < .seconds(5), "\(wait)")
        #expect(idleSeconds < 0.5, "\(idleSeconds)")
    }

    @Test func aThousandHalfRequestsKeepNobodyOut() async throws {
        let folder = try await RunsFolder.finished.value
        let (wait, answers, _) = try await onThread {
            try Self.fill(try StudioProcess(folder), with: .halfAHead, count: 1100)
        }
        #expect(answers.allSatisfy { $0.hasPrefix("HTTP/1.1 200") }, "\(answers.map { $0.prefix(100) })")
        #expect(wait < .seconds(5), "\(wait)")
    }

    @Test func tooFewOpenFilesAreExplained() async throws {
        let folder = try await RunsFolder.finished.value
        let failure = await #expect(throws: StudioProcess.Failure.self) {
            try await onThread { _ = try Self.studio(folder, openFiles: 48) }
        }
        #expect(failure?.output.contains("ulimit -n") == true, "\(failure?.output ?? "")")
    }

    /// A head that does not come is answered, too.
    @Test func aSlowHeadIsAnswered() async throws {
        let folder = try await RunsFolder.finished.value
        let (answer, wait) = try await onThread {
            let studio = try StudioProcess(folder)
            let begin = ContinuousClock.now
            let connection = try RawConnection(port: studio.port)
            connection.send(Filler.halfAHead.text(port: studio.port))
            return (connection.received(seconds: 30), begin.duration(to: .now))
        }
        #expect(answer.hasPrefix("HTTP/1.1 408") && wait > .seconds(9) && wait < .seconds(20), "\(answer) \(wait)")
    }
}
