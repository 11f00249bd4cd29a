import AtomicFiles
import Foundation
import Runs
import Studio
import Testing

/// Folders of runs that a stranger made: whatever stands in them, the studio goes on, and says what is wrong.
@Suite struct HostileRunTests {
    private static let numbers = [
        "-9223372036854775808", "9223372036854775807", "-1", "0", "1.7e308", "-1.7e308", "5e-324",
    ]

    /// Every number of every event, replaced by the largest, the smallest and others that no run has. One run for each,
    /// all of them locked, as if they trained.
    @Test func anyNumberInALog() async throws {
        let folder = try RunsFolder()
        let run = try await folder.train(epochs: 1)
        let log = try String(contentsOfFile: run.eventsPath, encoding: .utf8)
        let configuration = try String(contentsOfFile: run.configurationPath, encoding: .utf8)
        let kinds = ["started", "step", "epoch", "stopped"]
        var locks: [RunLock] = []
        var names: [String] = []
        for kind in kinds {
            let line = try #require(log.split(separator: "\n").last { $0.contains(#""event":"\#(kind)""#) })
            let fields = line.matches(of: /"(\w+)":(-?[\d.e+-]+)/).map { (text: String($0.0), name: String($0.1)) }
            // All at once, and each alone.
            let groups = [fields] + (kind == "started" || kind == "step" ? fields.map { [$0] } : [])
            for group in groups {
                for number in group.count > 1 ? Self.numbers[...] : Self.numbers[..<2] {
                    let name = "\(10_000 + names.count)-\(kind)-\(group.count > 1 ? "all" : group[0].name)"
                    let changed = group.reduce(String(line)) { line, field in
                        line.replacing(field.text, with: "\"\(field.name)\":\(number)")
                    }
                    let lines = log.split(separator: "\n").flatMap { one -> [String] in
                        one == line ? [changed, String(one)] : [String(one)]
                    }
                    try folder.write(configuration, "runs/\(name)/config.json")
                    try folder.write((lines + [changed, ""]).joined(separator: "\n"), "runs/\(name)/events.jsonl")
                    locks.append(try RunLock(RunDirectory.open("\(folder.path)/\(name)")))
                    names.append(name)
                }
            }
        }
        #expect(names.count > 50)
        try await Studio.of(folder).asked { [names] asker in
            let list = try await asker.get("/api/runs")
            #expect(list.status == 200 && (list.object["runs"] as? [Any])?.count == names.count + 1)
            for name in names {
                for path in ["", "/measurements?limit=16", "/measurements.csv"] {
                    #expect(try await asker.get("/api/runs/\(name)\(path)").status == 200, "\(name)\(path)")
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
            let studio = try StudioProcess(folder)
            #expect(try await studio.ask("/api/runs").contains(#""state":"running""#))
            #expect(studio.isRunning)
        }
        withExtendedLifetime(lock) {}
    }

    @Test(arguments: [Int.min, -1 << 40, 1 << 40, Int.max])
    func anyTimeOfAFile(_ seconds: Int) async throws {
        let folder = try RunsFolder()
        let run = try await folder.train(epochs: 1)
        for path in [
            run.configurationPath, run.eventsPath, run.samplesPath + "/epoch-0000.png", run.generatorPath, run.path,
        ] {
            let times = [
                timespec(tv_sec: seconds, tv_nsec: 999_999_999), timespec(tv_sec: seconds, tv_nsec: 999_999_999),
            ]
            utimensat(AT_FDCWD, path, times, 0)
        }
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
        let studio = try StudioProcess(folder)
        let before = studio.peakBytes
        let start = ContinuousClock.now
        for _ in 0..<3 {
            let list = try await studio.ask("/api/runs")
            #expect(list.contains(#""state":"broken""#) && list.contains("a line of more than"))
            #expect(list.contains(#""state":"finished""#))
        }
        #expect(start.duration(to: .now) < .seconds(5))
        #expect(studio.peakBytes - before < 200_000_000, "\((studio.peakBytes - before) / 1_000_000) MB")
    }

    /// A log longer than is read at a time arrives with the next looks.
    @Test func aLongLogIsReadInParts() async throws {
        let folder = try RunsFolder()
        let run = try await folder.train(epochs: 1)
        let log = try String(contentsOfFile: run.eventsPath, encoding: .utf8)
        let step = try #require(log.split(separator: "\n").last { $0.contains(#""event":"step""#) })
        let count = (18 << 20) / step.utf8.count
        let many = String(repeating: step + "\n", count: count)
        try (many + step.replacing(/"step":\d+/, with: #""step":4711"#) + "\n").write(
            toFile: run.eventsPath, atomically: true, encoding: .utf8)
        try await Studio.of(folder).asked { asker in
            let first = try await asker.get("/api/runs/00001-discs").object
            let second = try await asker.get("/api/runs/00001-discs").object
            #expect(first["step"] as? Int != 4711 && second["step"] as? Int == 4711)
            let points = try await asker.get("/api/runs/00001-discs/measurements").object["points"] as? Int
            #expect(points == count + 1)
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
