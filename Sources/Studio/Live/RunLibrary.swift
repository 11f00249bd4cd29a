import Files
import Foundation
import NIOCore
import Runs

/// All runs of a folder, whoever trains them, and those who listen to them.
///
/// Each run's folder is read once for all its listeners, four times a second while there are any.
actor RunLibrary {
    let folder: String
    private let trainers: TrainerProcesses
    private let streamLimit: Int

    private var records: [String: RunRecord] = [:]
    private var holders: [String: RunLock.Holder] = [:]
    private var sentSummaries: [String: RunSummary] = [:]
    private var runListeners: [String: EventChannel] = [:]
    private var listListeners = EventChannel()
    private var sentReadings: [String: CurveReading] = [:]
    private var listenerNumber = 0
    private var watch: Task<Void, Never>?

    private static let watchInterval = Duration.milliseconds(250)
    /// The folder itself, locks and processes are looked at once in so many rounds, and heartbeats sent once in so many.
    private static let (roundsToScan, roundsToHeartbeat) = (4, 60)

    /// Parts of a long log that are read for one request.
    private static let partsAtATime = 32

    init(folder: String, trainers: TrainerProcesses, streamLimit: Int) {
        self.folder = folder
        self.trainers = trainers
        self.streamLimit = streamLimit
    }

    // MARK: What there is

    /// All runs, the newest first.
    func summaries() async -> [RunSummary] {
        await scan()
        var summaries: [RunSummary] = []
        for name in records.keys.sorted().reversed() {
            refresh(name)
            summaries.append(await summary(named: name))
        }
        return summaries
    }

    /// The record of a run, as it is now. Throws ``Problem`` where there is none of this name.
    func record(named name: String) async throws -> RunRecord {
        // One that is not known may have begun a moment ago.
        await scan(atOnce: records[name] == nil)
        // What is left of a log that is longer still comes with the next requests.
        var parts = 1
        while refresh(name).hasMore, parts < Self.partsAtATime {
            await Task.yield()
            try Task.checkCancellation()
            parts += 1
        }
        guard let record = records[name] else { throw Problem(.noSuchRun, "there is no run \(name.prefix(80))") }
        return record
    }

    /// All runs, as they are now.
    func records() async -> [RunRecord] {
        await scan()
        for name in records.keys { refresh(name) }
        return records.values.sorted { $0.name < $1.name }
    }

    func summary(of name: String) async throws -> RunSummary {
        _ = try await record(named: name)
        return await summary(named: name)
    }

    /// The samples of a run, with what is measured of them.
    func samples(of name: String) -> [SampleSummary] {
        records[name]?.sampleEpochs.map { sample(of: name, epoch: $0) } ?? []
    }

    func reading(of name: String) -> CurveReading? {
        guard var record = records[name], !record.measurements.isEmpty else { return nil }
        let epoch = record.sampleEpochs.last ?? 0
        let variety =
            epoch == 0
            ? nil
            : record.varieties.variety(
                epoch: epoch, sample: record.sample(epoch: epoch), reals: record.file("reals.png"))
        records[name] = record
        return CurveReading(
            of: record.measurements, judged: record.judgedEpochs,
            CurveReading.Circumstances(
                isTraining: holders[name, default: .nobody] != .nobody,
                secondsSinceNewest: Date().timeIntervalSince1970 - record.updated, variety: variety))
    }

    /// Who trains a run at this moment.
    func holder(of name: String) -> RunLock.Holder {
        guard let run = try? records[name]?.directory() else { return .nobody }
        return RunLock.holder(of: run)
    }

    /// Whether any run is being trained now, by whomever.
    func isTraining() async -> Bool {
        await scan()
        return holders.values.contains { $0 != .nobody }
    }

    // MARK: Listening

    /// The events of one run, the present state first. Throws ``Problem`` where there is no such run, or too many listen.
    func listen(
        toRun name: String, onOverflow: @escaping @Sendable () -> Void
    ) async throws -> (number: Int, events: AsyncStream<ByteBuffer>) {
        _ = try await record(named: name)
        let summary = await summary(named: name)
        // After the last wait, so that many at once do not all get past it.
        try checkListenerCount()
        var first = [try ServerSentEvent.buffer("run", summary)]
        if let latest = records[name]?.latest {
            first.append(
                try ServerSentEvent.buffer("measurement", TimedMeasurement(latest, secondsLeft: summary.secondsLeft)))
        }
        if let reading = reading(of: name) {
            first.append(try ServerSentEvent.buffer("reading", reading))
            if runListeners[name] == nil { sentReadings[name] = reading }
        }
        let number = nextNumber()
        let events = runListeners[name, default: EventChannel()].add(number, first: first, onOverflow: onOverflow)
        if sentSummaries[name] == nil { sentSummaries[name] = summary }
        startWatching()
        return (number, events)
    }

    /// The events of the list of runs, the whole list first.
    func listenToList(
        onOverflow: @escaping @Sendable () -> Void
    ) async throws -> (number: Int, events: AsyncStream<ByteBuffer>) {
        let summaries = await summaries()
        try checkListenerCount()
        for summary in summaries { sentSummaries[summary.name] = summary }
        let number = nextNumber()
        let first = try ServerSentEvent.buffer("runs", ["runs": summaries])
        let events = listListeners.add(number, first: [first], onOverflow: onOverflow)
        startWatching()
        return (number, events)
    }

    func stopListening(_ number: Int) {
        listListeners.remove(number)
        for name in runListeners.keys { runListeners[name]?.remove(number) }
        runListeners = runListeners.filter { !$0.value.isEmpty }
    }

    /// Ends all streams.
    func close() {
        watch?.cancel()
        listListeners.close()
        for name in runListeners.keys { runListeners[name]?.close() }
    }

    private func nextNumber() -> Int {
        listenerNumber += 1
        return listenerNumber
    }

    private func checkListenerCount() throws(Problem) {
        let count = runListeners.values.reduce(listListeners.count) { $0 + $1.count }
        guard count < streamLimit else {
            throw Problem(.busy, "\(count) streams are open already; close some pages")
        }
    }

    // MARK: Watching

    private func startWatching() {
        guard watch == nil else { return }
        watch = Task {
            var round = 1
            while !Task.isCancelled, await self.look(round: round) {
                round += 1
                try? await Task.sleep(for: Self.watchInterval)
            }
        }
    }

    /// One look at all that somebody listens to; false where nobody does.
    private func look(round: Int) async -> Bool {
        guard !listListeners.isEmpty || !runListeners.isEmpty else {
            watch = nil
            return false
        }
        if round % Self.roundsToScan == 0 {
            await scan(atOnce: true)
            if !listListeners.isEmpty { await lookAtList() }
        }
        for name in runListeners.keys { await look(atRun: name, isScanRound: round % Self.roundsToScan == 0) }
        if round % Self.roundsToHeartbeat == 0 {
            listListeners.send(ServerSentEvent.heartbeat)
            for name in runListeners.keys { runListeners[name]?.send(ServerSentEvent.heartbeat) }
        }
        return true
    }

    private func lookAtList() async {
        for name in records.keys.sorted() where runListeners[name] == nil {
            refresh(name)
            await sendSummaryIfChanged(name)
        }
        for name in sentSummaries.keys where records[name] == nil {
            sentSummaries[name] = nil
            if let event = try? ServerSentEvent.buffer("removed", ["name": name]) { listListeners.send(event) }
        }
    }

    private func look(atRun name: String, isScanRound: Bool) async {
        let changes = refresh(name)
        await sendSummaryIfChanged(name)
        if let newest = changes.events.last(where: { if case .step = $0 { true } else { false } }),
            case .step(let measurement) = newest
        {
            let left = await summary(named: name).secondsLeft
            send("measurement", TimedMeasurement(measurement, secondsLeft: left), toRun: name)
        }
        for case .epoch(let summary) in changes.events {
            send("epoch", MeasurementColumns.Epoch(summary), toRun: name)
        }
        for case .notice(let message) in changes.events { send("notice", ["message": message], toRun: name) }
        for epoch in changes.newSampleEpochs { send("sample", sample(of: name, epoch: epoch), toRun: name) }
        if isScanRound, let reading = reading(of: name), reading != sentReadings[name] {
            // The seconds of a standstill alone are no news.
            if reading.key != .stalled || sentReadings[name]?.key != .stalled { send("reading", reading, toRun: name) }
            sentReadings[name] = reading
        }
    }

    private func sendSummaryIfChanged(_ name: String) async {
        let summary = await summary(named: name)
        guard sentSummaries[name].map(summary.differs) ?? true else { return }
        sentSummaries[name] = summary
        send("run", summary, toRun: name)
        if let event = try? ServerSentEvent.buffer("run", summary) { listListeners.send(event) }
    }

    private func send(_ event: String, _ value: some Encodable, toRun name: String) {
        guard runListeners[name] != nil, let event = try? ServerSentEvent.buffer(event, value) else { return }
        runListeners[name]?.send(event)
    }

    // MARK: Reading folders

    private var lastScan: ContinuousClock.Instant?

    /// Looks for runs that came or went, and who trains them.
    private func scan(atOnce: Bool = false) async {
        if !atOnce, let lastScan, lastScan.duration(to: .now) < .milliseconds(200) { return }
        lastScan = .now
        let names = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
        let found = names.filter(isRun)
        for name in found where records[name] == nil { records[name] = RunRecord(name: name, in: folder) }
        for name in records.keys where !found.contains(name) { records[name] = nil }
        let runs = found.compactMap { name in records[name].flatMap { try? $0.directory() }.map { (name, $0) } }
        holders = Dictionary(uniqueKeysWithValues: zip(runs.map(\.0), RunLock.holders(of: runs.map(\.1))))
    }

    /// Whether `name` is one that a run can have: numbered, or with a configuration in it.
    private func isRun(_ name: String) -> Bool {
        guard !name.hasPrefix(".") else { return false }
        let isNumbered = name.prefixMatch(of: /\d{5,}-/) != nil
        switch FileStatus(of: "\(folder)/\(name)")?.kind {
        case .folder: return isNumbered || ContainedFile("config.json", in: "\(folder)/\(name)") != nil
        case .link: return isNumbered
        default: return false
        }
    }

    @discardableResult
    private func refresh(_ name: String) -> RunRecord.Changes {
        guard var record = records[name] else { return RunRecord.Changes() }
        let changes = record.refresh()
        records[name] = record
        return changes
    }

    private func sample(of name: String, epoch: Int) -> SampleSummary {
        let record = records[name]
        let variety = records[name]?.varieties.variety(
            epoch: epoch, sample: record?.sample(epoch: epoch), reals: record?.file("reals.png"))
        return SampleSummary(epoch: epoch, url: "\(Self.address(name))/samples/\(epoch).png", variety: variety ?? nil)
    }

    private func summary(named name: String) async -> RunSummary {
        guard let record = records[name] else { return RunSummary(name: name, state: .broken, reason: "it is gone") }
        return RunSummary(
            record, holder: holders[name, default: .nobody], failure: await trainers.failure(of: name),
            isStartedHere: await trainers.isTraining(name))
    }

    static func address(_ name: String) -> String {
        let encoded =
            name.addingPercentEncoding(withAllowedCharacters: .alphanumerics.union(.init(charactersIn: "-_."))) ?? name
        return "/api/runs/\(encoded)"
    }
}
