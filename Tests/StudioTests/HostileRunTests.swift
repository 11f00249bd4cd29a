import Foundation
import Runs
import Studio
import Testing

/// Folders of runs that a stranger made: whatever stands in them, the studio goes on, and says what is wrong.
@Suite struct HostileRunTests {
    private static let numbers = [
        "-9223372036854775808", "9223372036854775807", "-1", "0", "1.7e308", "-1.7e308", "5e-324",
    ]

    /// Logs with an event more, in which numbers are others: all of the event's at once, and each alone.
    private static func changedLogs(_ log: String, ofKind kind: String) throws -> [String] {
        let line = try #require(log.split(separator: "\n").last { $0.contains(#""event":"\#(kind)""#) })
        let fields = line.matches(of: /"\w+":-?[\d.e+-]+/).map { String($0.output) }
        let choices = numbers.map { (fields, $0) } + fields.flatMap { field in numbers[..<2].map { ([field], $0) } }
        return choices.map { fields, number in
            let changed = fields.reduce(String(line)) { line, field in
                line.replacing(field, with: field.prefix { $0 != ":" } + ":\(number)")
            }
            // Before the one that it is made of, so that numbers go on from it, and at the end.
            return log.replacing(line, with: changed + "\n" + line) + changed + "\n"
        }
    }

    /// Every number of every event, replaced by the largest, the smallest and others that no run has, in runs that are
    /// locked as if they trained.
    @Test(arguments: ["started", "step", "epoch", "stopped"])
    func anyNumberInALog(_ kind: String) async throws {
        let folder = try RunsFolder()
        let run = try await folder.train(epochs: 1)
        let configuration = try String(contentsOfFile: run.configurationPath, encoding: .utf8)
        let logs = try Self.changedLogs(String(contentsOfFile: run.eventsPath, encoding: .utf8), ofKind: kind)
        var locks: [RunLock] = []
        for (number, log) in logs.enumerated() {
            try folder.write(configuration, "runs/\(10_000 + number)-changed/config.json")
            try folder.write(log, "runs/\(10_000 + number)-changed/events.jsonl")
            locks.append(try RunLock(RunDirectory.open("\(folder.path)/\(10_000 + number)-changed")))
        }
        try await Studio.of(folder).asked { asker in
            let list = try await asker.get("/api/runs")
            #expect(list.status == 200 && (list.object["runs"] as? [Any])?.count == logs.count + 1)
            for (number, log) in logs.enumerated() {
                for path in ["", "/measurements?limit=16", "/measurements.csv"] {
                    let answer = try await asker.get("/api/runs/\(10_000 + number)-changed\(path)")
                    #expect(answer.status == 200, "\(path) of \(log.suffix(500))")
                }
            }
        }
        withExtendedLifetime(locks) {}
    }

    /// A run whose first event says that it will take −2⁶³ steps, in a process of the tool, twice.
    @Test func theToolStartsAgainBesideIt() async throws {
        let folder = try RunsFolder()
        let run = try await folder.train(epochs: 1)
        var log = try String(contentsOfFile: run.eventsPath, encoding: .utf8)
        log.replace(/"totalSteps":\d+/, with: #""totalSteps":-9223372036854775808"#)
        try log.write(toFile: run.eventsPath, atomically: true, encoding: .utf8)
        let lock = try RunLock(run)
        for _ in 0..<2 {
            let list = try await onThread { try StudioProcess(folder).ask("/api/runs") }
            #expect(list.contains(#""state":"running""#))
        }
        withExtendedLifetime(lock) {}
    }

    @Test(arguments: [Int.min, -1 << 40, 1 << 40, Int.max])
    func anyTimeOfAFile(_ seconds: Int) async throws {
        let folder = try RunsFolder()
        let run = try await folder.train(epochs: 1)
        let times = Array(repeating: timespec(tv_sec: seconds, tv_nsec: 999_999_999), count: 2)
        for path in [
            run.configurationPath, run.eventsPath, run.samplesPath + "/epoch-0000.png", run.generatorPath, run.path,
        ] { utimensat(AT_FDCWD, path, times, 0) }
        try await Studio.of(folder).asked { asker in
            for path in ["", "/00001-discs", "/00001-discs/drawings", "/00001-discs/samples/0.png"] {
                let answer = try await asker.get("/api/runs" + path)
                #expect(answer.status == 200, "\(path)")
            }
        }
    }

    /// 40 GB without the end of a line: a sparse file.
    @Test func aLogWithoutALineIsNotReadWhole() async throws {
        let folder = try RunsFolder()
        let run = try await folder.train(epochs: 1)
        #expect(truncate(run.eventsPath, 40 << 30) == 0)
        try await folder.train(epochs: 1)
        let (lists, duration, growth) = try await onThread {
            let studio = try StudioProcess(folder)
            let before = studio.peakBytes
            let begin = ContinuousClock.now
            let lists = try (0..<3).map { _ in try studio.ask("/api/runs") }
            return (lists, begin.duration(to: .now), studio.peakBytes - before)
        }
        for list in lists {
            #expect(list.contains(#""state":"broken""#) && list.contains("a line of more than"))
            #expect(list.contains(#""state":"finished""#))
        }
        #expect(duration < .seconds(5))
        #expect(growth < 100_000_000, "\(growth / 1_000_000) MB")
    }

    /// A log longer than is read at a time: a list takes a part of it, what asks for the run takes all.
    @Test func aLongLogIsReadInParts() async throws {
        let folder = try RunsFolder()
        let run = try await folder.train(epochs: 1)
        let log = try String(contentsOfFile: run.eventsPath, encoding: .utf8)
        let step = try #require(log.split(separator: "\n").last { $0.contains(#""event":"step""#) })
        let many = String(repeating: step + "\n", count: 25_000)
        try (many + step.replacing(/"step":\d+/, with: #""step":4711"#) + "\n").write(
            toFile: run.eventsPath, atomically: true, encoding: .utf8)
        try await Studio.of(folder).asked { asker in
            let runs = try await asker.get("/api/runs").object["runs"] as? [[String: Any]]
            let first = try #require(runs?.first?["step"] as? Int)
            #expect(first > 0 && first != 4711)
            let whole = try await asker.get("/api/runs/00001-discs/measurements").object
            #expect(whole["points"] as? Int == 25_001 && (whole["step"] as? [Int])?.last == 4711)
        }
    }

    /// Weights of other latents than the configuration says.
    @Test func configurationsOfOtherWeightsAreRefused() async throws {
        let folder = try RunsFolder()
        let run = try await folder.train(epochs: 1)
        let configuration = try String(contentsOfFile: run.configurationPath, encoding: .utf8)
        try configuration.replacing(/"latentSize" : \d+/, with: #""latentSize" : 60000"#).write(
            toFile: run.configurationPath, atomically: true, encoding: .utf8)
        try await Studio.of(folder).asked { asker in
            for path in ["drawings?latent=grid:3", "drawings?count=1", "morph?from=grid:0&to=1:1"] {
                let answer = try await asker.get("/api/runs/00001-discs/\(path)")
                #expect(answer.status == 422 && answer.code == "weights-broken", "\(path): \(answer.text)")
            }
        }
    }
}
