/// What happens while a run trains, in order. One JSON object a line in `events.jsonl`.
public enum TrainingEvent: Sendable, Equatable {
    /// Training begins, or goes on after an interruption.
    case started(TrainingStart)
    /// A step was taken.
    case step(TrainingMeasurement)
    /// An epoch ended; the measurement is the mean over its steps.
    case epoch(EpochSummary)
    /// Something that a person should know and that stops nothing.
    case notice(String)
    /// Training ended, was stopped or failed.
    case stopped(TrainingStop)
}

/// Where and on what training begins.
public struct TrainingStart: Codable, Sendable, Equatable {
    /// Seconds since 1970.
    public var time: Double
    /// The run's folder.
    public var run: String
    /// Steps done before.
    public var step: Int
    /// Training steps that the whole run will take.
    public var totalSteps: Int
    /// Epochs that the whole run will take.
    public var totalEpochs: Int
    /// Real images in the data set.
    public var images: Int
    /// The names of the data set's categories, in the order of their labels.
    public var categories: [String]
    /// Where tensors are, such as `cpu`.
    public var device: String
    /// Threads of the CPU's kernels.
    public var threads: Int
    /// Whose convolutions run, such as "AVX-512 in bfloat16"; nil on other devices than the CPU.
    public var kernels: String?

    /// A beginning at `time`, in seconds since 1970.
    public init(
        time: Double, run: String, step: Int, totalSteps: Int, totalEpochs: Int, images: Int, categories: [String],
        device: String, threads: Int, kernels: String? = nil
    ) {
        self.time = time
        self.run = run
        self.step = step
        self.totalSteps = totalSteps
        self.totalEpochs = totalEpochs
        self.images = images
        self.categories = categories
        self.device = device
        self.threads = threads
        self.kernels = kernels
    }
}

/// The mean of an epoch's measurements, and what it left in the run's folder.
public struct EpochSummary: Codable, Sendable, Equatable {
    /// The means over the epoch's images.
    public var measurement: TrainingMeasurement
    /// Seconds that the epoch trained, over all sessions.
    public var seconds: Double
    /// The grid of drawings, relative to the run's folder.
    public var sample: String

    /// A summary of the epoch that `measurement` names.
    public init(measurement: TrainingMeasurement, seconds: Double, sample: String) {
        self.measurement = measurement
        self.seconds = seconds
        self.sample = sample
    }
}

/// How training ended.
public struct TrainingStop: Codable, Sendable, Equatable {
    /// Why training ended.
    public enum Reason: String, Codable, Sendable {
        /// All epochs or steps are done, and saved.
        case finished
        /// A stop was asked for; everything is saved, and the run can be resumed.
        case interrupted
        /// An error ended it; what was saved before is there.
        case failed
    }

    /// Seconds since 1970.
    public var time: Double
    /// Why training ended.
    public var reason: Reason
    /// Steps done.
    public var step: Int
    /// Whole epochs done.
    public var epoch: Int
    /// Why it failed; nil where it did not.
    public var message: String?

    /// An end at `time`, in seconds since 1970.
    public init(time: Double, reason: Reason, step: Int, epoch: Int, message: String? = nil) {
        self.time = time
        self.reason = reason
        self.step = step
        self.epoch = epoch
        self.message = message
    }
}
