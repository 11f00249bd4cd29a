import Foundation
import Runs
import Studio
import Testing

/// Runs that the studio starts, in processes of the built tool.
@Suite struct TrainerTests {
    private static let small = #""settings":{"width":4,"latentSize":8,"batchSize":8,"threads":1,"epochs":EPOCHS}"#

    private static func body(epochs: Int, more: String = "") -> String {
        #"{"dataset":"run:00001-discs","preset":"tutorial",\#(small.replacing("EPOCHS", with: "\(epochs)"))\#(more)}"#
    }

    /// Asks for a run until `isRight` says that it is as it should be; its last state in any case.
    private func run(
        _ name: String, of asker: Asker, until isRight: ([String: Any]) -> Bool
    ) async throws -> [String: Any] {
        var run: [String: Any] = [:]
        for _ in 0..<600 {
            run = try await asker.get("/api/runs/\(name)").object
            if isRight(run) { break }
            try await Task.sleep(for: .milliseconds(50))
        }
        return run
    }

    @Test func startStopAndResume() async throws {
        let folder = try RunsFolder()
        try await folder.train(epochs: 1)
        try await Studio.of(folder).asked { asker in
            let started = try await asker.post(
                "/api/runs", Self.body(epochs: 100_000, more: #","name":"--out=/tmp/x""#))
            #expect(started.status == 201, "\(started.text)")
            let name = try #require(started.object["name"] as? String)
            #expect(name == "00002-out-tmp-x" && started.headers["location"] == "/api/runs/\(name)")
            #expect(started.object["state"] as? String == "running" && started.object["canStop"] as? Bool == true)
            #expect(try await asker.get("/api/status").object["training"] as? String == name)

            let second = try await asker.post("/api/runs", Self.body(epochs: 1))
            #expect(second.status == 409 && second.code == "training-already" && second.detail.contains(name))
            #expect(try await asker.post("/api/runs/\(name)/resume", "{}").code == "not-resumable")

            _ = try await run(name, of: asker) { ($0["step"] as? Int ?? 0) > 5 }
            #expect(try await asker.post("/api/runs/\(name)/stop").status == 202)
            // Asked twice, it still saves.
            _ = try await asker.post("/api/runs/\(name)/stop")
            let stopped = try await run(name, of: asker) { $0["state"] as? String == "interrupted" }
            #expect(stopped["state"] as? String == "interrupted" && stopped["failure"] == nil)
            #expect(stopped["hasWeights"] as? Bool == true)

            let epochs = (stopped["epoch"] as? Int ?? 0) + 2
            var resumed = try await asker.post("/api/runs/\(name)/resume", #"{"epochs":\#(epochs)}"#)
            // The process that was stopped may take a moment to be gone.
            for _ in 0..<100 where resumed.status != 202 {
                try await Task.sleep(for: .milliseconds(50))
                resumed = try await asker.post("/api/runs/\(name)/resume", #"{"epochs":\#(epochs)}"#)
            }
            #expect(resumed.status == 202, "\(resumed.text)")
            let finished = try await run(name, of: asker) { $0["state"] as? String == "finished" }
            #expect(finished["state"] as? String == "finished" && finished["epoch"] as? Int == epochs)
        }
    }

    @Test func whatCannotTrainSaysWhy() async throws {
        let folder = try RunsFolder()
        try await folder.train(epochs: 1)
        try await Studio.of(folder).asked { asker in
            let wrong = try await asker.post("/api/runs", Self.body(epochs: 0))
            #expect(wrong.status == 422 && wrong.code == "cannot-start" && wrong.detail.contains("epochs is 0"))
            let category = try await asker.post("/api/runs", Self.body(epochs: 1, more: #","categories":["dog"]"#))
            #expect(category.code == "cannot-start" && category.detail.contains("dog"), "\(category.text)")
            // Nothing was made, and the place is free.
            #expect((try await asker.get("/api/runs").object["runs"] as? [Any])?.count == 1)
            #expect(try await asker.post("/api/runs", Self.body(epochs: 1)).status == 201)
            let finished = try await run("00002-discs-tutorial", of: asker) { $0["state"] as? String == "finished" }
            #expect(finished["state"] as? String == "finished")
        }
    }

    @Test func aToolThatIsNotThereIsExplained() async throws {
        let folder = try RunsFolder()
        try await folder.train(epochs: 1)
        let studio = try Studio(
            StudioConfiguration(runsFolder: folder.path, port: 0, trainer: "/nowhere/atelier", version: "0.0.0"))
        let answer = try await studio.asked { try await $0.post("/api/runs", Self.body(epochs: 1)) }
        #expect(answer.status == 422 && answer.code == "cannot-start")
    }

    /// A tool that says more than a pipe holds before it trains.
    @Test func aToolThatSaysMuchIsHeardOut() async throws {
        let folder = try RunsFolder()
        try await folder.train(epochs: 1)
        let log = try String(contentsOfFile: folder.path + "/00001-discs/events.jsonl", encoding: .utf8)
        let started = try #require(log.split(separator: "\n").first { $0.contains(#""event":"started""#) })
        try folder.write(String(started) + "\n", "started.json")
        try folder.write(
            """
            #!/bin/sh
            head -c 300000 /dev/zero | tr '\\0' 'x' >&2
            cat \(folder.root)/started.json
            head -c 300000 /dev/zero | tr '\\0' 'y' >&2
            printf '\\natelier: the disk is full\\n' >&2
            exit 74
            """, "tool")
        #expect(chmod(folder.root + "/tool", 0o755) == 0)
        let studio = try Studio(
            StudioConfiguration(runsFolder: folder.path, port: 0, trainer: folder.root + "/tool", version: "0.0.0"))
        try await studio.asked { asker in
            #expect(try await asker.post("/api/runs", Self.body(epochs: 1)).status == 201)
            let failed = try await run("00001-discs", of: asker) { $0["failure"] != nil }
            #expect(failed["failure"] as? String == "the disk is full")
        }
    }

    /// The studio is no child's keeper: a run that another process trains can be stopped, too.
    @Test(.enabled(if: isLinux)) func aRunTrainedElsewhereCanBeStopped() async throws {
        let folder = try RunsFolder()
        try await folder.train(epochs: 1)
        let other = try Studio.of(folder)
        try await other.asked { trainer in
            let started = try await trainer.post("/api/runs", Self.body(epochs: 100_000))
            let name = try #require(started.object["name"] as? String)
            _ = try await run(name, of: trainer) { ($0["step"] as? Int ?? 0) > 0 }
            try await Studio.of(folder).asked { asker in
                let seen = try await asker.get("/api/runs/\(name)").object
                #expect(seen["state"] as? String == "running" && seen["canStop"] as? Bool == true)
                #expect(try await asker.post("/api/runs/\(name)/stop").status == 202)
                let stopped = try await run(name, of: asker) { $0["state"] as? String == "interrupted" }
                #expect(stopped["state"] as? String == "interrupted" && stopped["hasWeights"] as? Bool == true)
            }
        }
    }

    /// A process that gets the number of one that was stopped can be stopped as well.
    @Test(.enabled(if: FileManager.default.isWritableFile(atPath: "/proc/sys/kernel/ns_last_pid")))
    func aNumberThatIsUsedAgainIsAnotherProcess() async throws {
        let folder = try RunsFolder()
        let run = try await folder.train(epochs: 1)
        let command = "\(Studio.toolPath) resume \(run.path) --epochs 100000"
        let first = try Self.start("exec \(command)")
        let number = first.processIdentifier
        defer { kill(number, SIGKILL) }
        // Forks until one gets the number, because tests beside this one fork, too.
        let again = """
            while :; do
              echo \(number - 1) >/proc/sys/kernel/ns_last_pid
              \(command) &
              if [ $! = \(number) ]; then wait; exit; fi
              kill -9 $!
            done
            """
        try await Studio.of(folder).asked { asker in
            func stop() async throws {
                _ = try await self.run("00001-discs", of: asker) { $0["canStop"] as? Bool == true }
                #expect(try await asker.post("/api/runs/00001-discs/stop").status == 202)
                let stopped = try await self.run("00001-discs", of: asker) { $0["state"] as? String == "interrupted" }
                #expect(stopped["state"] as? String == "interrupted")
            }
            try await stop()
            await onThread { first.waitUntilExit() }
            let second = try Self.start(again)
            try await stop()
            await onThread { second.waitUntilExit() }
        }
    }

    private static func start(_ script: String) throws -> Process {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/bin/sh")
        process.arguments = ["-c", script]
        process.standardOutput = FileHandle.nullDevice
        process.standardError = FileHandle.nullDevice
        try process.runWithoutBlockedSignals()
        return process
    }

    private static var isLinux: Bool {
        #if os(Linux)
            true
        #else
            false
        #endif
    }
}
