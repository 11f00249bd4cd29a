import Datasets
import Files
public import Runs
import Torch

/// Trains a run, new or resumed, on a thread of its own.
///
///     var configuration = TrainingConfiguration(preset: .quick)
///     configuration.sources = ["cat.npy"]
///     let trainer = try Trainer(configuration, runsFolder: "runs")
///     let run = try await trainer.train { event in print(event) }.run
///
/// ``events()`` gives the same events as an asynchronous sequence.
public actor Trainer {
    /// The settings, with the sizes of the data's images.
    public nonisolated let configuration: TrainingConfiguration
    private let dataset: Dataset
    /// What should be known of the drawings before training, a sentence each.
    public nonisolated var notices: [String] { dataset.notices }
    private let destination: Destination
    private let own: OwnParts
    private let observers: [any RunObserver]
    /// The run whose weights a new one begins with.
    private let beginning: RunDirectory?
    private let evaluator: (any RunEvaluator)?
    private nonisolated let thread = TorchThread(name: "atelier.training")

    private enum Destination {
        case new(runsFolder: String, name: String)
        case existing(RunDirectory, TrainingConfiguration, RunData)
    }

    /// What is left of training.
    public struct Outcome: Sendable {
        /// The run's folder.
        public let run: RunDirectory
        /// Why training ended.
        public let reason: TrainingStop.Reason
    }

    /// The trainer's own thread.
    public nonisolated var unownedExecutor: UnownedSerialExecutor { thread.asUnownedSerialExecutor() }

    /// A trainer that will make a new run in `runsFolder`, called after its data and preset where `name` is nil. It begins
    /// with the weights of another run, `beginning`, where that is given, which must be of the same networks; its classes
    /// may be others.
    ///
    /// `own` takes the place of drawings, networks and loss that the configuration names, and adds metrics.
    /// `observers` write what the configuration asks for beside the run's own files; Interchange's `RunRecorder` does.
    /// `evaluator` judges the run's drawings beside those that it holds out; Evaluation's `DistanceEvaluator` does.
    /// Opens the data and checks configuration and device; writes nothing before ``train(emit:)``. Throws
    /// `ConfigurationError`, `DatasetError` and `TorchError`.
    public init(
        _ configuration: TrainingConfiguration, own: OwnParts = OwnParts(), runsFolder: String, name: String? = nil,
        from beginning: RunDirectory? = nil, observers: [any RunObserver] = [],
        evaluator: (any RunEvaluator)? = nil
    ) throws {
        try own.require(configuration.ownParts, of: nil)
        try beginning.map(own.requireNetworks)
        (self.configuration, dataset) = try Self.opened(configuration, own)
        self.own = own
        let data = dataset.categories.count == 1 ? dataset.categories[0].name : "\(dataset.categories.count)-categories"
        destination = .new(runsFolder: runsFolder, name: name ?? "\(data)-\(configuration.preset.rawValue)")
        self.beginning = beginning
        self.observers = observers
        self.evaluator = evaluator
    }

    /// A trainer that will go on with `run` from its newest checkpoint, for as many epochs or steps as `configuration`
    /// says; nil for as many as the run was to take. Its drawings may lie elsewhere by now; whether others are accepted in
    /// their place, `acceptingOtherData` says. A run that was made with a program's own drawings, networks or loss needs the
    /// same, `own`.
    ///
    /// Throws as the other initializer does; also `ConfigurationError`, which lists each setting, where `configuration`
    /// is not the run's in what may not change.
    public init(
        resuming run: RunDirectory, configuration: TrainingConfiguration? = nil, own: OwnParts = OwnParts(),
        acceptingOtherData: Bool = false, observers: [any RunObserver] = [], evaluator: (any RunEvaluator)? = nil
    ) throws {
        let original = try run.configuration()
        try own.require(original.ownParts, of: run)
        guard original.isTrainable else {
            throw ConfigurationError(
                "\(run.path) was imported without drawings to train on; import both networks again, with a source")
        }
        let (found, dataset) = try Self.opened(configuration ?? original, own)
        // The same drawings may be called otherwise where they are now.
        var renamed = found
        if found.classes.count == original.classes.count { renamed.classes = original.classes }
        try Self.requireNoConflicts(of: renamed, with: original, of: run)
        let data = try RunData(
            run, goingOnWith: dataset, sources: found.sources, acceptingOthers: acceptingOtherData)
        if !data.isVerified { try Self.requireNoConflicts(of: found, with: original, of: run) }
        (self.configuration, self.dataset) = (renamed, dataset)
        destination = .existing(run, original, data)
        beginning = nil
        self.own = own
        self.observers = observers
        self.evaluator = evaluator
    }

    private static func requireNoConflicts(
        of configuration: TrainingConfiguration, with original: TrainingConfiguration, of run: RunDirectory
    ) throws {
        let conflicts = configuration.conflicts(with: original)
        guard conflicts.isEmpty else {
            throw ConfigurationError(
                "cannot resume \(run.path) with other settings; \(conflicts.joined(separator: "; ")); "
                    + "leave them out, or start a new run")
        }
    }

    private static func opened(
        _ configuration: TrainingConfiguration, _ own: OwnParts
    ) throws -> (TrainingConfiguration, Dataset) {
        try configuration.validateSettings()
        // These throw where the device is not there, or cannot do what is asked for.
        let device = try Device(configuration.device)
        _ = try RandomGenerator(seed: 0, device: device)
        try ConvolutionPrecision(configuration.precision).require(on: device)
        return try own.open(configuration)
    }

    /// Trains until all is done or the calling task is cancelled, which is looked at before each step; everything is saved
    /// then.
    ///
    /// - Parameter emit: Told what happens, in order, on the training thread; it should return soon. Where it throws,
    ///   training ends with its error.
    public func train(emit: @Sendable (TrainingEvent) throws -> Void = { _ in }) throws -> Outcome {
        if let threads = configuration.threads { try Runtime.setThreadCount(threads) }
        let plan = try TrainingPlan(configuration, on: dataset, own: own)
        let configuration = plan.configuration
        let state = try TrainingState(configuration, own: own)
        try beginning.map(state.begin)
        let run: RunDirectory
        var data: RunData
        switch destination {
        case .new(let runsFolder, let name):
            data = try RunData(of: dataset, sources: configuration.sources)
            run = try RunDirectory.create(in: runsFolder, name: name, configuration: configuration)
        case .existing(let existing, _, let itsData): (run, data) = (existing, itsData)
        }
        let lock = try RunLock(run)
        defer { withExtendedLifetime(lock) {} }

        let checkpoints = CheckpointFolder(run, configuration, dataset: dataset, data: data)
        let records = RunRecords(run, checkpoints: checkpoints)
        var notices = try checkpoints.restoreNewest(into: state)
        notices += [data.begin(&state.progress)].compactMap { $0 }
        if case .existing(_, let original, _) = destination {
            let left = RemainingTraining(of: run, state.progress, asked: self.configuration, planned: configuration)
            try left.checkLength(against: original)
            guard left.end == nil else {
                let steps = state.progress.step
                try emit(.started(startReport(state, dataset, configuration, totalSteps: steps, run: run)))
                try emit(.stopped(TrainingStop(state.progress, reason: .finished)))
                return Outcome(run: run, reason: .finished)
            }
        }
        // A run that is killed before its first epoch ends begins with these weights again.
        if beginning != nil { try records.checkpoints.save(state) }
        if case .existing = destination {
            for folder in [run.path, run.samplesPath, run.checkpointsPath] {
                AtomicFile.removeTemporaryFiles(in: folder)
            }
            try AtomicFile.write(try configuration.json(), to: run.configurationPath)
        }
        try data.write(to: run)
        let log = EventLog(run, after: state.progress.step, logEverySteps: configuration.logEverySteps)
        func record(_ event: TrainingEvent) throws {
            let problems = try log.record(event)
            for observer in observers { try observer.observe(event, of: run, configuration) }
            try emit(event)
            for problem in problems { try emit(.notice(problem)) }
        }
        for notice in dataset.notices + notices + [plan.notice].compactMap({ $0 }) { try record(.notice(notice)) }
        if observers.isEmpty, configuration.kerasWeights || configuration.tensorBoard {
            try record(.notice("nothing writes the files for Keras or TensorBoard: the trainer has no observer"))
        }
        do {
            let evaluation = try evaluation(of: state, configuration) { try record(.notice($0)) }
            let reason = try GAN.train(
                state, on: dataset, configuration: configuration, records: records, evaluation: evaluation,
                metrics: own.metrics, emit: record)
            return Outcome(run: run, reason: reason)
        } catch {
            // Where even this cannot be written, the error itself says why.
            try? record(.stopped(TrainingStop(state.progress, reason: .failed, message: "\(error)")))
            throw error
        }
    }

    /// What judges the run's drawings; nil, and where that is unforeseen a notice, where nothing can.
    private func evaluation(
        of state: TrainingState, _ configuration: TrainingConfiguration, notify: (String) throws -> Void
    ) throws -> EpochEvaluation? {
        guard let evaluator, let heldOut = dataset.heldOut else { return nil }
        do {
            let meter = try evaluator.meter(of: heldOut, seed: configuration.seed)
            return try EpochEvaluation(meter, configuration, state, images: dataset.count, heldOut: heldOut)
        } catch {
            try notify("the drawings are not judged while the run trains: \(error)")
            return nil
        }
    }
}
