import Datasets
import Foundation
import GAN
import Runs
import Synchronization
import Torch

/// Everything that the pages have computed, one small piece after the other on one thread of low priority.
///
/// Between two pieces a task waits as ``Pace`` asks while anything trains, others have their turn, and one whose client
/// is gone ends.
actor Inference {
    private let library: RunLibrary
    private let pace: PaceKeeper
    private nonisolated let thread: TorchThread
    private nonisolated let counts = Mutex((waiting: 0, searches: 0))
    private var isClosed = false

    private var networks = RecentlyUsed<NetworksKey, LoadedNetworks>(capacity: 3)
    private var datasets = RecentlyUsed<DatasetKey, Dataset>(capacity: 3)
    /// Counts and sizes of data sets, and when these were opened.
    private var descriptions = RecentlyUsed<
        DatasetKey, (content: DatasetDescription.Content, time: ContinuousClock.Instant)
    >(capacity: 100)

    nonisolated var unownedExecutor: UnownedSerialExecutor { thread.asUnownedSerialExecutor() }

    init(library: RunLibrary) {
        self.library = library
        let pace = PaceKeeper()
        self.pace = pace
        thread = .inference { pace.use($0) }
    }

    /// Has `body` use this for at most `seconds`. Throws ``Problem`` where too many wait already, or it takes longer.
    nonisolated func perform<Value: Sendable>(
        seconds: Double = 60, _ body: @escaping @Sendable (Inference) async throws -> Value
    ) async throws -> Value {
        let isAdmitted = counts.withLock { counts in
            guard counts.waiting < StudioConfiguration.waitingLimit else { return false }
            counts.waiting += 1
            return true
        }
        guard isAdmitted else {
            throw Problem(.busy, "\(StudioConfiguration.waitingLimit) requests are waiting; try again in a second")
        }
        defer { counts.withLock { $0.waiting -= 1 } }
        return try await withTimeLimit(seconds: seconds) { try await body(self) }
    }

    /// Takes one of the places for searches; false where all are taken. Give it back by ``endSearch()``.
    nonisolated func beginSearch() -> Bool {
        counts.withLock { counts in
            guard counts.searches < StudioConfiguration.searchLimit else { return false }
            counts.searches += 1
            return true
        }
    }

    nonisolated func endSearch() { counts.withLock { $0.searches -= 1 } }

    /// To be waited for before each piece of work of some milliseconds. Throws where the task was cancelled, or the studio
    /// ends.
    func turn() async throws {
        try Task.checkCancellation()
        let delay = pace.delay(somethingTrains: await library.isTraining())
        if delay > .zero { try await Task.sleep(for: delay) } else { await Task.yield() }
        try Task.checkCancellation()
        if isClosed { throw CancellationError() }
    }

    /// Computes nothing any more: a process that ends takes libtorch away from under what is still computed.
    func close() { isClosed = true }

    /// The networks of a run as they are saved now.
    func networks(of record: RunRecord, _ weights: WeightsChoice) async throws -> LoadedNetworks {
        let stamps = try LoadedNetworks.stamps(of: record, weights)
        let key = NetworksKey(run: record.name, weights: weights)
        if let loaded = networks.value(of: key, ifValid: { $0.stamps == stamps }) { return loaded }
        try await turn()
        let loaded = try LoadedNetworks(record, weights, thread: thread) { [weak self] in
            guard let self else { throw CancellationError() }
            try await turn()
        }
        networks.keep(loaded, of: key)
        return loaded
    }

    private struct NetworksKey: Equatable {
        let run: String
        let weights: WeightsChoice
    }

    /// What a data set is opened by.
    struct DatasetKey: Equatable, Sendable {
        let sources: [String]
        let options: DatasetOptions
    }

    func dataset(_ key: DatasetKey) async throws -> Dataset {
        if let dataset = datasets.value(of: key) { return dataset }
        try await turn()
        let opened = try Dataset.open(key.sources, options: key.options)
        datasets.keep(opened, of: key)
        return opened
    }

    /// Counts and sizes of a data set, at most a minute old. Throws `DatasetError` where it cannot be opened.
    func describe(_ key: DatasetKey) async throws -> DatasetDescription.Content {
        let known = descriptions.value(of: key) { $0.time.duration(to: .now) <= .seconds(60) }
        if let known { return known.content }
        let data = try await dataset(key)
        let content = DatasetDescription.Content(
            count: data.count, imageSize: data.imageSize, channels: data.channels,
            categories: data.categories.map { DatasetDescription.Category(name: $0.name, count: $0.count) })
        descriptions.keep((content, .now), of: key)
        return content
    }

    /// The drawings that a run trains on.
    func trainingData(of record: RunRecord) async throws -> Dataset {
        guard let configuration = record.configuration else {
            throw Problem(.runBroken, "\(record.name): \(record.reason ?? "it has no configuration")")
        }
        guard !configuration.sources.isEmpty else {
            throw Problem(
                .dataMissing, "\(record.name) names no drawings to open; it was imported, or a program brought them")
        }
        return try await dataset(DatasetKey(configuration))
    }
}
