import Foundation
import Studio
import Testing

/// Clients that take places and do nothing with them keep nobody out.
@Suite struct ConnectionTests {
    /// How a client fills the studio's places.
    enum Filler: String, CaseIterable {
        case nothing, halfAHead, halfABody, refusedBody, answeredAndIdle, unreadAnswer

        func text(port: UInt16) -> String {
            let host = "Host: localhost:\(port)\r\n"
            let json = host + "Origin: http://localhost:\(port)\r\nContent-Type: application/json\r\n"
            return switch self {
            case .nothing: ""
            case .halfAHead: "GET /api/runs HTTP/1.1\r\n" + host + "X-More: "
            case .halfABody: "POST /api/session HTTP/1.1\r\n" + json + "Content-Length: 20\r\n\r\n{\"to"
            case .refusedBody: "POST /api/runs HTTP/1.1\r\n" + host + "Content-Length: 20\r\n\r\n{\"to"
            case .answeredAndIdle: "GET / HTTP/1.1\r\n" + host + "\r\n"
            case .unreadAnswer: "GET /api/openapi.json HTTP/1.1\r\n" + host + "\r\n"
            }
        }
    }

    @Test(arguments: Filler.allCases)
    func aThousandOfThemKeepNobodyOut(_ filler: Filler) async throws {
        let folder = try await RunsFolder.finished.value
        let studio = try StudioProcess(folder)
        let connections = try (0..<1100).map { _ in try RawConnection(port: studio.port, receiveBuffer: 2048) }
        for connection in connections { connection.send(filler.text(port: studio.port)) }
        let begin = ContinuousClock.now
        for _ in 0..<5 { #expect(try await studio.ask("/api/runs").hasPrefix("HTTP/1.1 200")) }
        #expect(begin.duration(to: .now) < .seconds(5), "\(begin.duration(to: .now))")
        withExtendedLifetime(connections) {}
    }

    /// Fewer descriptors than connections: the studio neither spins nor falls silent.
    @Test func fewOpenFilesAreEnough() async throws {
        let folder = try await RunsFolder.finished.value
        let studio = try StudioProcess(folder, through: ["/bin/sh", "-c", #"ulimit -n 256; exec "$@""#, "sh"])
        let connections = try (0..<400).map { _ in try RawConnection(port: studio.port) }
        for connection in connections { connection.send(Filler.halfAHead.text(port: studio.port)) }
        #expect(try await studio.ask("/api/runs").hasPrefix("HTTP/1.1 200"))
        #expect(try await studio.ask("/api/runs/00001-discs/drawings").hasPrefix("HTTP/1.1 200"))
        let before = studio.processorSeconds
        try await Task.sleep(for: .seconds(2))
        #expect(studio.processorSeconds - before < 0.5)
        withExtendedLifetime(connections) {}
    }

    @Test func tooFewOpenFilesAreExplained() async throws {
        let folder = try await RunsFolder.finished.value
        let failure = #expect(throws: StudioProcess.Failure.self) {
            try StudioProcess(folder, through: ["/bin/sh", "-c", #"ulimit -n 48; exec "$@""#, "sh"])
        }
        #expect(failure?.output.contains("ulimit -n") == true, "\(failure?.output ?? "")")
    }

    /// A head that does not come is answered, too.
    @Test func aSlowHeadIsAnswered() async throws {
        let folder = try await RunsFolder.finished.value
        try await withLiveStudio(try Studio.of(folder)) { port in
            let connection = try RawConnection(port: port)
            connection.send(Filler.halfAHead.text(port: port))
            let begin = ContinuousClock.now
            let answer = await connection.receive(seconds: 30)
            #expect(answer.hasPrefix("HTTP/1.1 408") && begin.duration(to: .now) < .seconds(15))
        }
    }
}
