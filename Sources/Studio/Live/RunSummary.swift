import Runs

/// A run as lists show it. What is not known is left out.
struct RunSummary: Encodable, Equatable, Sendable {
    enum State: String, Encodable {
        case running, finished, interrupted, failed, broken
    }

    var name: String
    var state: State
    var reason: String?
    var failure: String?
    var categories: [String] = []
    var sources: [String] = []
    var preset: String?
    var epoch: Int?
    var totalEpochs: Int?
    var step: Int?
    var totalSteps: Int?
    var images: Int?
    var imageSize: Int?
    var channels: Int?
    var created = 0.0
    var updated = 0.0
    var imagesPerSecond: Double?
    var secondsLeft: Double?
    var thumbnail: String?
    var sampleEpoch: Int?
    /// Whether what the run draws with is there: both networks, or the generator of a run that was imported alone.
    var hasWeights = false
    var hasDiscriminator = false
    /// The categories that its networks tell apart; empty for none.
    var classes: [String] = []
    /// The epoch whose weights are drawn with where the newest are not asked for.
    var best: JudgedEpoch?
    /// When its drawings were judged last, in seconds since 1970.
    var evaluated: Double?
    var canStop = false
    var canResume = false

    /// Whether a page that shows `other` should be told; speed and time alone come with the measurements.
    func differs(from other: RunSummary) -> Bool {
        var (mine, others) = (self, other)
        for path in [\RunSummary.imagesPerSecond, \.secondsLeft] {
            (mine[keyPath: path], others[keyPath: path]) = (nil, nil)
        }
        (mine.step, others.step) = (nil, nil)
        (mine.updated, others.updated) = (0, 0)
        return mine != others
    }
}

/// A grid of drawings of a run.
struct SampleSummary: Encodable, Equatable, Sendable {
    let epoch: Int
    let url: String
    let variety: Double?
}
