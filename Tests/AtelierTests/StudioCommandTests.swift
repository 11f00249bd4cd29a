import Foundation
import Synchronization
import Testing

#if canImport(FoundationNetworking)
    import FoundationNetworking
#endif

@Suite struct StudioCommandTests {
    let workshop: Workshop
    init() throws { workshop = try Workshop() }

    /// The address that a line of the tool's output names.
    static func address(in text: String) -> String? {
        text.firstMatch(of: /http:\/\/127\.0\.0\.1:\d+\//).map { String($0.0) }
    }

    static func read(_ address: String) -> String? {
        URL(string: address).flatMap { try? String(contentsOf: $0, encoding: .utf8) }
    }

    @Test func servesUntilItIsAskedToEnd() throws {
        try TrainedRun.copy(into: workshop)
        let studio = try workshop.start(["studio", "--port", "0"])
        #expect(studio.wait { Self.address(in: studio.output) != nil })
        let address = try #require(Self.address(in: studio.output))
        #expect(Self.read(address)?.lowercased().contains("<!doctype html>") == true)
        #expect(Self.read(address + "api/runs")?.contains(#""name":"00001-disc-tutorial""#) == true)
        studio.send(SIGINT)
        let result = try studio.wait(timeLimitSeconds: 30)
        #expect(result.status == 0 && result.errors.isEmpty, "\(result.errors)")
        #expect(workshop.names("runs") == [".last-run", "00001-disc-tutorial"])
    }

    @Test(arguments: [
        ["--host", "0.0.0.0"], ["--host", "192.168.1.1"], ["--host", ""], ["--port", "70000"], ["--port", "-1"],
        ["--host", "0.0.0.0", "--token-file", "/nowhere/token"], ["--token", "correct-horse"], ["--token-file", "/"],
        ["--port", "many"], ["--runs"], ["--data", "/nowhere/drawings"],
    ])
    func whatCannotBeServedIsOneSentence(arguments: [String]) throws {
        let result = try workshop.run(["studio"] + arguments)
        #expect(result.status == 64)
        #expect(result.isOneSentence && result.output.isEmpty, "\(result.errors)")
        #expect(workshop.names().isEmpty)
    }

    /// What others must not know is neither among the arguments of the studio nor of what it starts.
    @Test(arguments: ["file", "variable"]) func aTokenIsNotSeen(in place: String) throws {
        try workshop.write("correct-horse\n", "token")
        #expect(chmod(workshop.file("token"), 0o600) == 0)
        try workshop.write(
            "#!/bin/sh\necho \"$@\" >'\(workshop.file("opened"))'; env >'\(workshop.file("known"))'\n", "bin/xdg-open")
        #expect(chmod(workshop.file("bin/xdg-open"), 0o755) == 0)
        let path = workshop.file("bin") + ":" + (ProcessInfo.processInfo.environment["PATH"] ?? "/bin")
        let studio = try workshop.start(
            ["studio", "--port", "0", "--open"] + (place == "file" ? ["--token-file", workshop.file("token")] : []),
            environment: ["PATH": path].merging(place == "file" ? [:] : ["ATELIER_TOKEN": "correct-horse"]) { $1 })
        #expect(studio.wait { workshop.exists("known") && !workshop.bytes("known").isEmpty })
        let address = try #require(Self.address(in: studio.output))
        #expect(Self.read(address + "api/runs")?.contains(#""code":"unauthorized""#) == true)
        #expect(!studio.output.contains("correct-horse"))
        #expect(String(decoding: workshop.bytes("opened"), as: UTF8.self) == address + "\n")
        #expect(!String(decoding: workshop.bytes("known"), as: UTF8.self).contains("correct-horse"))
        var request = URLRequest(url: try #require(URL(string: address + "api/runs")))
        request.setValue("Bearer correct-horse", forHTTPHeaderField: "Authorization")
        let status = Mutex(0)
        let answered = DispatchSemaphore(value: 0)
        URLSession.shared.dataTask(with: request) { _, response, _ in
            status.withLock { $0 = (response as? HTTPURLResponse)?.statusCode ?? 0 }
            answered.signal()
        }.resume()
        #expect(answered.wait(timeout: .now() + 60) == .success && status.withLock { $0 } == 200)
    }

    @Test(arguments: [("short", 0o600, "8 to 256"), ("correct-horse", 0o644, "chmod 600"), ("", 0o600, "8 to 256")])
    func tokensThatGuardNothingAreRefused(_ token: String, _ mode: Int, _ part: String) throws {
        try workshop.write(token + "\n", "token")
        #expect(chmod(workshop.file("token"), mode_t(mode)) == 0)
        let result = try workshop.run("studio", "--token-file", workshop.file("token"))
        #expect(result.status == 64 && result.isOneSentence && result.errors.contains(part), "\(result.errors)")
    }

    @Test func aTakenPortIsOneSentence() throws {
        let studio = try workshop.start(["studio", "--port", "0"])
        #expect(studio.wait { Self.address(in: studio.output) != nil })
        let port = try #require(Self.address(in: studio.output)?.split(separator: ":").last?.dropLast())
        let second = try workshop.run("studio", "--port", String(port))
        #expect(second.status == 64 && second.isOneSentence && second.errors.contains("--port"), "\(second.errors)")
        studio.send(SIGTERM)
        #expect(try studio.wait(timeLimitSeconds: 30).status == 0)
    }

    /// A tool that was copied without its pages.
    @Test func absentPagesAreOneSentence() throws {
        let copy = workshop.file("bin/atelier")
        try FileManager.default.createDirectory(atPath: workshop.file("bin"), withIntermediateDirectories: true)
        try FileManager.default.copyItem(atPath: Tool.path, toPath: copy)
        let result = try workshop.run(
            [copy, "studio", "--port", "0"], through: ["/bin/sh", "-c", #"shift; exec "$@""#, "sh"])
        #expect(result.status == 64)
        #expect(result.isOneSentence && result.errors.contains("atelier_Studio"), "\(result.errors)")
    }

    @Test func aRunThatWasStartedIsSavedAtTheEnd() throws {
        try workshop.write(DrawingFiles.discs(64), "disc.npy")
        #expect(try workshop.train("disc.npy", "--epochs", "1").status == 0)
        let studio = try workshop.start(["studio", "--port", "0"])
        #expect(studio.wait { Self.address(in: studio.output) != nil })
        let address = try #require(Self.address(in: studio.output)).dropLast()
        var request = URLRequest(url: try #require(URL(string: address + "/api/runs")))
        request.httpMethod = "POST"
        request.setValue("application/json", forHTTPHeaderField: "Content-Type")
        request.setValue(String(address), forHTTPHeaderField: "Origin")
        request.httpBody = Data(
            """
            {"dataset":"run:00001-disc-tutorial","preset":"tutorial","settings":
            {"width":4,"latentSize":8,"batchSize":8,"threads":1,"epochs":100000}}
            """.utf8)
        let answered = DispatchSemaphore(value: 0)
        URLSession.shared.dataTask(with: request) { _, _, _ in answered.signal() }.resume()
        #expect(answered.wait(timeout: .now() + 60) == .success)
        #expect(studio.wait { workshop.jsonLines("runs/00002-disc-tutorial/events.jsonl").count > 3 })
        studio.send(SIGTERM)
        #expect(try studio.wait(timeLimitSeconds: 60).status == 0)
        let events = workshop.jsonLines("runs/00002-disc-tutorial/events.jsonl")
        #expect(events.last?["event"] as? String == "stopped" && events.last?["reason"] as? String == "interrupted")
        #expect(!workshop.names("runs/00002-disc-tutorial/checkpoints").isEmpty)
    }
}

/// `atelier train … --studio`.
@Suite struct TrainingWithStudioTests {
    let workshop: Workshop
    init() throws { workshop = try Workshop() }

    private func start(_ arguments: String...) throws -> RunningTool {
        try workshop.write(DrawingFiles.discs(64), "disc.npy")
        return try workshop.start(Workshop.trainArguments("disc.npy", arguments + ["--studio"]))
    }

    @Test func servesWhileItTrains() throws {
        let training = try start("--epochs", "100000")
        let isServed = training.wait {
            guard let address = StudioCommandTests.address(in: training.errors) else { return false }
            return StudioCommandTests.read(address + "api/runs")?.contains(#""state":"running""#) == true
        }
        #expect(isServed)
        training.send(SIGINT)
        let result = try training.wait(timeLimitSeconds: 60)
        #expect(result.status == 130)
        #expect(result.errors.contains("atelier resume"))
        #expect(workshop.jsonLines("runs/00001-disc-tutorial/events.jsonl").last?["event"] as? String == "stopped")
    }

    @Test func endsWithTrainingAndItsStatus() throws {
        let finished = try start("--epochs", "1").wait()
        #expect(finished.status == 0 && finished.output.contains("finished at step 8"))
        let wrong = try start("--epochs", "0").wait()
        #expect(wrong.status == 64 && wrong.errorLines.last?.contains("epochs is 0") == true, "\(wrong.errors)")
        #expect(workshop.names("runs").filter { !$0.hasPrefix(".") } == ["00001-disc-tutorial"])
    }
}
