import Foundation
import GAN
import Runs
import Studio
import Synchronization
import Testing

@Suite struct LiveTests {
    static func request(_ path: String, port: UInt16, body: String? = nil) -> String {
        let method = body == nil ? "GET" : "POST"
        let content = body.map { "Content-Type: application/json\r\nContent-Length: \($0.utf8.count)\r\n" } ?? ""
        return
            "\(method) \(path) HTTP/1.1\r\nHost: localhost:\(port)\r\nOrigin: http://localhost:\(port)\r\n\(content)\r\n"
            + (body ?? "")
    }

    private static func count(_ text: String, of part: String) -> Int { text.components(separatedBy: part).count - 1 }

    /// Trained by somebody else: the studio only sees the folder.
    @Test func aRunTrainedElsewhereIsLive() async throws {
        let folder = try RunsFolder()
        try await folder.train(epochs: 1)
        try await withLiveStudio(try Studio.of(folder)) { port in
            let list = try RawConnection(port: port)
            list.send(Self.request("/api/events", port: port))
            async let listed = list.receive {
                $0.contains("event: run\n") && $0.contains(#""name":"00002-discs""#)
                    && $0.contains(#""state":"finished""#)
                    && Self.count($0, of: #""state":"finished""#) > 1
            }
            // Training waits until somebody watches it.
            let hasBegun = Mutex(false)
            let isWatched = Mutex(false)
            let training = Task {
                try await folder.train(epochs: 20) { event in
                    if case .step = event {
                        hasBegun.withLock { $0 = true }
                        while !isWatched.withLock({ $0 }) { usleep(1000) }
                    }
                    usleep(3000)
                }
            }
            defer { isWatched.withLock { $0 = true } }
            while !hasBegun.withLock({ $0 }) { try await Task.sleep(for: .milliseconds(5)) }
            let stream = try RawConnection(port: port)
            stream.send(Self.request("/api/runs/00002-discs/events", port: port))
            let start = await stream.receive { $0.contains("event: run\n") }
            isWatched.withLock { $0 = true }
            let rest = await stream.receive {
                $0.contains(#""state":"finished""#) && Self.count($0, of: "event: sample\n") > 2
            }
            let events = start + rest
            _ = try await training.value

            #expect(events.hasPrefix("HTTP/1.1 200 OK") && events.contains("text/event-stream"))
            let first = try #require(events.firstRange(of: "event: "))
            #expect(events[first.lowerBound...].hasPrefix("event: run\ndata: {"))
            #expect(events.contains(#""state":"running""#) && events.contains(#""state":"finished""#))
            #expect(Self.count(events, of: "event: measurement\n") > 1)
            #expect(Self.count(events, of: "event: sample\n") > 2)
            #expect(Self.count(events, of: "event: epoch\n") > 1)
            #expect(events.contains(#"/api/runs/00002-discs/samples/"#) && events.contains("event: reading\n"))
            let listText = await listed
            #expect(listText.contains("event: runs\n") && listText.contains(#""name":"00001-discs""#))
            #expect(listText.contains(#""name":"00002-discs""#))
        }
    }

    @Test func goneRunsAreTold() async throws {
        let folder = try RunsFolder()
        let run = try await folder.train(epochs: 1)
        try await withLiveStudio(try Studio.of(folder)) { port in
            let list = try RawConnection(port: port)
            list.send(Self.request("/api/events", port: port))
            _ = await list.receive { $0.contains("event: runs\n") }
            try FileManager.default.removeItem(atPath: run.path)
            let news = await list.receive { $0.contains(/event: removed\n.*\n\n/) }
            #expect(news.contains(#"data: {"name":"00001-discs"}"#))
        }
    }

    /// A hundred that read and a hundred that never do: those who read get all, soon.
    @Test func manyStreamsAreServedAndSlowOnesHoldNobodyUp() async throws {
        let folder = try RunsFolder()
        try await folder.train(epochs: 1)
        try await withLiveStudio(try Studio.of(folder)) { port in
            let request = Self.request("/api/runs/00001-discs/events", port: port)
            let silent = try (0..<100).map { _ in try RawConnection(port: port, receiveBuffer: 2048) }
            let reading = try (0..<100).map { _ in try RawConnection(port: port) }
            for connection in silent + reading { connection.send(request) }
            for connection in reading { _ = await connection.receive { $0.contains("event: run\n") } }

            let begin = ContinuousClock.now
            // The log grows as if the run went on.
            let lines = try String(contentsOfFile: folder.path + "/00001-discs/events.jsonl", encoding: .utf8)
            let step = try #require(lines.split(separator: "\n").first { $0.contains(#""event":"step""#) })
            let log = try #require(FileHandle(forWritingAtPath: folder.path + "/00001-discs/events.jsonl"))
            try log.seekToEnd()
            try log.write(contentsOf: Data("\(step.replacing(#""step":1"#, with: #""step":4711"#))\n".utf8))
            for connection in reading {
                let news = await connection.receive { $0.contains(#""step":4711"#) }
                #expect(news.contains(#""step":4711"#))
            }
            #expect(begin.duration(to: .now) < .seconds(10))
            withExtendedLifetime(silent) {}
        }
    }

    @Test func searchesEndWithTheirClients() async throws {
        let folder = try await RunsFolder.finished.value
        try await withLiveStudio(try Studio.of(folder)) { port in
            let long = Self.request(
                "/api/runs/00001-discs/searches", port: port, body: #"{"drawing":{"real":1},"iterations":2000}"#)
            var searches = try (0..<2).map { _ in try RawConnection(port: port) }
            for search in searches { search.send(long) }
            for search in searches {
                #expect(await search.receive(until: { $0.contains("event: progress\n") }).contains("200 OK"))
            }
            let third = try RawConnection(port: port)
            third.send(long)
            let refusal = await third.receive(until: { $0.contains("\r\n\r\n") })
            #expect(refusal.hasPrefix("HTTP/1.1 429"))
            searches = []
            // Both places are free again, long before 2,000 iterations are done.
            var isFree = false
            for _ in 0..<100 where !isFree {
                try await Task.sleep(for: .milliseconds(20))
                let next = try RawConnection(port: port)
                next.send(long)
                isFree = await next.receive { $0.contains("\r\n\r\n") }.hasPrefix("HTTP/1.1 200")
            }
            #expect(isFree)
        }
    }

    /// The studio ends while searches compute, and takes no library away from under them.
    @Test func aStudioThatSearchesEndsWell() async throws {
        let folder = try await RunsFolder.finished.value
        let statuses = try await onThread {
            try (0..<3).map { _ in
                let studio = try StudioProcess(folder)
                let long = Self.request(
                    "/api/runs/00001-discs/searches", port: studio.port,
                    body: #"{"drawing":{"real":1},"iterations":2000}"#)
                let search = try RawConnection(port: studio.port)
                search.send(long)
                _ = search.received { $0.contains("event: progress\n") }
                return studio.end()
            }
        }
        #expect(statuses == [0, 0, 0])
    }

    /// A stream whose request announces a body that never comes.
    @Test func unfinishedRequestsDoNoHarm() async throws {
        let folder = try await RunsFolder.finished.value
        try await withLiveStudio(try Studio.of(folder)) { port in
            let head = "GET /api/events HTTP/1.1\r\nHost: localhost:\(port)\r\nContent-Length: 10\r\n\r\n"
            do {
                let gone = try RawConnection(port: port)
                gone.send(head + "half")
                try await Task.sleep(for: .milliseconds(100))
            }
            let waiting = try RawConnection(port: port)
            waiting.send(head)
            #expect(await waiting.receive(until: { $0.contains("too-slow") }).hasPrefix("HTTP/1.1 408"))
            let next = try RawConnection(port: port)
            next.send(Self.request("/api/events", port: port))
            #expect(await next.receive(until: { $0.contains("event: runs\n") }).hasPrefix("HTTP/1.1 200"))
        }
    }

    @Test func aTakenPortIsExplained() async throws {
        let folder = try await RunsFolder.finished.value
        try await withLiveStudio(try Studio.of(folder)) { port in
            let second = try Studio(
                StudioConfiguration(
                    runsFolder: folder.path, port: Int(port), trainer: Studio.toolPath, version: "0.0.0"))
            let error = await #expect(throws: StudioError.self) { try await second.run { _ in } }
            #expect(error?.description.contains("--port") == true)
        }
    }
}
