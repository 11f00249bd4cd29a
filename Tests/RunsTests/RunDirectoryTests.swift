import Foundation
import Runs
import Testing

@Suite struct RunDirectoryTests {
    let root = NSTemporaryDirectory() + "runs-" + UUID().uuidString
    let configuration: TrainingConfiguration = {
        var configuration = TrainingConfiguration()
        configuration.sources = ["cat.npy"]
        return configuration
    }()

    func measurement(step: Int) -> TrainingMeasurement {
        TrainingMeasurement(
            time: 1, step: step, epoch: 1, imagesSeen: step * 256,
            measurements: Measurements([
                .discriminatorLoss: 1.25, .generatorLoss: 0.5, .realProbability: 0.75, .fakeProbability: 0.25,
                .imagesPerSecond: 300, .residentBytes: 1000,
            ]))
    }

    @Test func numbersAreNeverUsedAgain() throws {
        let first = try RunDirectory.create(in: root, name: "Camel & friends/tutorial", configuration: configuration)
        #expect(first.name == "00001-camel-friends-tutorial")
        let second = try RunDirectory.create(in: root, name: "cat", configuration: configuration)
        #expect(second.name == "00002-cat")
        try FileManager.default.removeItem(atPath: second.path)
        #expect(try RunDirectory.create(in: root, name: "cat", configuration: configuration).name == "00003-cat")
        try FileManager.default.removeItem(atPath: root + "/.last-run")
        #expect(try RunDirectory.create(in: root, name: "", configuration: configuration).name == "00004-run")
    }

    @Test func concurrentRunsGetNumbersOfTheirOwn() async throws {
        let names = try await withThrowingTaskGroup(of: String.self) { group in
            for _ in 0..<12 {
                group.addTask {
                    try RunDirectory.create(in: root, name: "cat", configuration: configuration).name
                }
            }
            return try await group.reduce(into: Set<String>()) { $0.insert($1) }
        }
        #expect(names.count == 12)
    }

    @Test func openReadsTheConfiguration() throws {
        let run = try RunDirectory.create(in: root, name: "cat", configuration: configuration)
        #expect(try RunDirectory.open(run.path).configuration() == configuration)
        #expect(throws: ConfigurationError.self) { try RunDirectory.open(root) }
        #expect(throws: ConfigurationError.self) { try RunDirectory.open(root + "/absent") }
        #expect(throws: ConfigurationError.self) { try RunDirectory.open(run.configurationPath) }
    }

    @Test func oneProcessTrainsARun() throws {
        let run = try RunDirectory.create(in: root, name: "cat", configuration: configuration)
        do {
            let lock = try RunLock(run)
            #expect(throws: ConfigurationError.self) { try RunLock(run) }
            withExtendedLifetime(lock) {}
        }
        #expect(throws: Never.self) { try RunLock(run) }
    }

    @Test func eventsAreFlatLines() throws {
        let run = try RunDirectory.create(in: root, name: "cat", configuration: configuration)
        let log = EventLog(run, after: 0, logEverySteps: 10)
        for step in 1...20 { #expect(try log.record(.step(measurement(step: step))) == []) }
        let summary = EpochSummary(measurement: measurement(step: 20), seconds: 2.5, sample: "samples/epoch-0001.png")
        for event in [
            .epoch(summary), .notice("a note"), .stopped(TrainingStop(time: 2, reason: .finished, step: 20, epoch: 1)),
        ]
            as [TrainingEvent]
        { #expect(try log.record(event) == []) }

        let lines = try String(contentsOfFile: run.eventsPath, encoding: .utf8).split(separator: "\n")
        let objects = try lines.map {
            try JSONSerialization.jsonObject(with: Data($0.utf8)) as? [String: Any] ?? [:]
        }
        #expect(objects.map { $0["event"] as? String } == ["step", "step", "epoch", "notice", "stopped"])
        #expect(objects[1]["step"] as? Int == 20)
        #expect(objects[1]["fakeProbability"] as? Double == 0.25)
        #expect(objects[2]["discriminatorLoss"] as? Double == 1.25)
        #expect(objects[2]["sample"] as? String == "samples/epoch-0001.png")

        let events = try EventLog.events(in: run)
        #expect(events.count == 5)
        #expect(events[2] == .epoch(summary))
        #expect(try String(contentsOfFile: run.logPath, encoding: .utf8).split(separator: "\n").count == 5)
    }

    @Test func resumingRemovesWhatIsTakenAgain() throws {
        let run = try RunDirectory.create(in: root, name: "cat", configuration: configuration)
        let log = EventLog(run, after: 0, logEverySteps: 1)
        for step in 1...5 { _ = try log.record(.step(measurement(step: step))) }
        for (path, line) in [(run.eventsPath, #"{"event":"step","st"#), (run.logPath, "2026-11-2")] {
            let cutShort = FileHandle(forWritingAtPath: path)
            try cutShort?.seekToEnd()
            try cutShort?.write(contentsOf: Data(line.utf8))
        }

        let resumed = EventLog(run, after: 3, logEverySteps: 1)
        #expect(try resumed.record(.step(measurement(step: 4))) == [])
        let lines = try String(contentsOfFile: run.logPath, encoding: .utf8).split(separator: "\n")
        #expect(lines.count == 6 && lines.allSatisfy { $0.contains("  step ") }, "\(lines)")
        let steps = try EventLog.events(in: run).map { event in
            if case .step(let measurement) = event { measurement.step } else { -1 }
        }
        #expect(steps == [1, 2, 3, 4])
    }

    @Test(arguments: [true, false]) func aLogThatCannotBeWrittenStopsNothing(isText: Bool) throws {
        let run = try RunDirectory.create(in: root, name: "cat", configuration: configuration)
        let (broken, whole) = isText ? (run.logPath, run.eventsPath) : (run.eventsPath, run.logPath)
        try FileManager.default.createDirectory(atPath: broken, withIntermediateDirectories: false)
        let log = EventLog(run, after: 0, logEverySteps: 1)
        let notices = try log.record(.step(measurement(step: 1)))
        #expect(
            notices.count == 1 && notices[0].contains(broken) && notices[0].contains("training goes on"), "\(notices)")
        for step in 2...4 { #expect(try log.record(.step(measurement(step: step))) == []) }
        let lines = try String(contentsOfFile: whole, encoding: .utf8).split(separator: "\n")
        #expect(lines.count == 5 && lines[1].contains("training goes on"))
    }

    /// Lines that were not written here, in a file of any size: they are left out, in the memory of one of them.
    @Test func eventsAreReadWithinBounds() throws {
        let run = try RunDirectory.create(in: root, name: "cat", configuration: configuration)
        let log = EventLog(run, after: 0, logEverySteps: 1)
        _ = try log.record(.notice("before"))
        let file = try #require(FileHandle(forWritingAtPath: run.eventsPath))
        try file.truncate(atOffset: 3 << 30)
        try file.seekToEnd()
        try file.write(contentsOf: Data("\n{\"event\":\"notice\",\"message\":\"after\"}\n".utf8))
        #expect(try EventLog.events(in: run) == [.notice("before"), .notice("after")])
        _ = try EventLog(run, after: 0, logEverySteps: 1).record(.notice("resumed"))
        #expect(FileManager.default.contents(atPath: run.eventsPath).map { $0.count < 1000 } == true)
        #expect(try EventLog.events(in: run).count == 3)
    }

    /// In a folder where others may write, a link under an expected name would decide where the bytes go.
    @Test func linksAreNotFollowed() throws {
        try FileManager.default.createDirectory(atPath: root, withIntermediateDirectories: true)
        try "mine".write(toFile: root + "/secret", atomically: true, encoding: .utf8)
        try FileManager.default.createSymbolicLink(atPath: root + "/.last-run", withDestinationPath: root + "/secret")
        let error = #expect(throws: (any Error).self) {
            try RunDirectory.create(in: root, name: "cat", configuration: configuration)
        }
        #expect(error.map { "\($0)".hasPrefix("cannot open \(root)/.last-run: ") } == true)
        #expect(try String(contentsOfFile: root + "/secret", encoding: .utf8) == "mine")
    }

    @Test(arguments: ["9223372036854775807-x", "9223372036854775806-x", "99999999999999999999-x", "1000000000-x"])
    func numbersThatNoRunHasAreNotCounted(name: String) throws {
        try FileManager.default.createDirectory(atPath: "\(root)/\(name)", withIntermediateDirectories: true)
        #expect(try RunDirectory.create(in: root, name: "cat", configuration: configuration).name == "00001-cat")
        try String(name.dropLast(2)).write(toFile: root + "/.last-run", atomically: true, encoding: .utf8)
        #expect(try RunDirectory.create(in: root, name: "cat", configuration: configuration).name == "00002-cat")
    }

    @Test func theLastNumberIsTheLast() throws {
        try FileManager.default.createDirectory(atPath: root + "/999999999-x", withIntermediateDirectories: true)
        let error = #expect(throws: ConfigurationError.self) {
            try RunDirectory.create(in: root, name: "cat", configuration: configuration)
        }
        #expect(error?.description.contains("999999999") == true)
    }

    @Test func holderIsWhoTrains() throws {
        let run = try RunDirectory.create(in: root, name: "cat", configuration: configuration)
        #expect(RunLock.holder(of: run) == .nobody)
        let lock = try RunLock(run)
        #if os(Linux)
            #expect(RunLock.holder(of: run) == .process(getpid()))
        #else
            #expect(RunLock.holder(of: run) != .nobody)
        #endif
        withExtendedLifetime(lock) {}
        let other = try RunDirectory.create(in: root, name: "cat", configuration: configuration)
        #expect(RunLock.holder(of: other) == .nobody)
        // Looking takes nothing: a trainer can begin at once.
        _ = try RunLock(other)
    }

    /// More locks than one read of the system's table gives.
    @Test func holdersAreFoundAmongManyLocks() throws {
        let runs = try (0..<200).map { _ in
            try RunDirectory.create(in: root, name: "cat", configuration: configuration)
        }
        let locks = try runs.map { try RunLock($0) }
        #expect(RunLock.holders(of: runs).allSatisfy { $0 != .nobody })
        withExtendedLifetime(locks) {}
    }

    @Test func aFilmShowsFirstAndLastAndNeverMoreThanItMay() {
        #expect(RunDirectory.filmEpochs(last: 0) == [0])
        #expect(RunDirectory.filmEpochs(last: 199) == Array(0...199))
        for last in [200, 201, 1999, 1_000_000_000] {
            let epochs = RunDirectory.filmEpochs(last: last)
            #expect(epochs.count == 200 && epochs.first == 0 && epochs.last == last)
            #expect(zip(epochs, epochs.dropFirst()).allSatisfy { $0 < $1 })
        }
    }
}
