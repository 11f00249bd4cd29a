/// What a run's curves say. The studio's pages have the words for it.
public struct CurveReading: Codable, Sendable, Equatable {
    /// What curves can say.
    public enum Key: String, Codable, Sendable, CaseIterable {
        /// Too few steps to say anything.
        case tooEarly = "too-early"
        /// The discriminator tells real from generated drawings most of the time, and not always.
        case balanced
        /// It nearly always does: the generator hears little but "no".
        case discriminatorWinning = "discriminator-winning"
        /// It takes generated drawings for real more often than real ones.
        case generatorWinning = "generator-winning"
        /// It gives both the same probability, near a half.
        case cannotTell = "cannot-tell"
        /// The generator's loss has doubled since the middle of the run.
        case generatorLosingGround = "generator-losing-ground"
        /// The generated drawings are much more alike than the real ones.
        case collapsing
        /// By the distances of its drawings from real ones, the run still gets better, is no better since some epoch, or
        /// gets worse since its best.
        case improving
        /// No better since some epoch.
        case noBetter = "no-better"
        /// Worse since its best epoch.
        case gettingWorse = "getting-worse"
        /// The run is training, and no step was recorded for long.
        case stalled
    }

    /// How good or bad that is.
    public enum Level: String, Codable, Sendable {
        /// Neither good nor bad; good; to be watched; bad.
        case info, good, watch, bad
    }

    /// What is said.
    public let key: Key
    /// How good or bad it is.
    public let level: Level
    /// The numbers that a sentence about it names.
    public let numbers: [String: Double]

    /// What is known of a run beside its measurements.
    public struct Circumstances: Sendable {
        /// Whether a process trains the run now.
        public var isTraining: Bool
        /// Seconds since the newest event.
        public var secondsSinceNewest: Double
        /// How much the newest generated drawings differ, over how much real ones do; nil where it is not known.
        public var variety: Double?

        /// What is known of a run at the moment.
        public init(isTraining: Bool, secondsSinceNewest: Double, variety: Double? = nil) {
            self.isTraining = isTraining
            self.secondsSinceNewest = secondsSinceNewest
            self.variety = variety
        }
    }

    /// What separates runs that collapsed from those that did not; docs/explanation/evaluation.md has the runs. Drawings
    /// that collapsed came to a variety of 0.06 and less, others to 0.28 and more.
    static let leastVariety = 0.15
    /// Beyond these the discriminator told all apart and the generator drew nothing any more; others stayed within
    /// 0.978 and 0.022.
    static let certain = (real: 0.99, fake: 0.01)
    /// The generator's loss grew by so much in runs that collapsed, by 1.57 at most in those that went on getting better.
    static let greatestGrowth = 2.0
    /// Where generated drawings are taken for real by so much more than real ones, nothing was learnt any more.
    static let greatestDeficit = 0.5

    /// Steps before which nothing is said.
    static let neededSteps = 100
    /// Recorded steps that are averaged.
    static let windowLength = 20

    /// Reads the recorded steps of a run, in order, and its epochs whose drawings were judged, where there are some. Nil
    /// where they do not tell: they lack what the discriminator believes.
    public init?(
        of measurements: [TrainingMeasurement], judged: [JudgedEpoch] = [], _ circumstances: Circumstances
    ) {
        let step = measurements.last?.step ?? 0
        let recent = Window(measurements.suffix(Self.windowLength))
        if circumstances.isTraining, circumstances.secondsSinceNewest > Self.patience(measurements) {
            self.init(.stalled, .bad, ["seconds": circumstances.secondsSinceNewest])
        } else if step < Self.neededSteps {
            self.init(.tooEarly, .info, ["step": Double(step), "needed": Double(Self.neededSteps)])
        } else if let variety = circumstances.variety, variety < Self.leastVariety {
            self.init(.collapsing, .bad, recent.numbers.merging(["variety": variety]) { $1 })
        } else if let trend = DistanceTrend(of: judged) {
            self.init(trend)
        } else if let real = recent.realProbability, let fake = recent.fakeProbability {
            self.init(real: real, fake: fake, recent, before: Self.middle(of: measurements))
        } else {
            return nil
        }
    }

    /// Reads what the discriminator believes of real and generated drawings.
    private init(real: Double, fake: Double, _ recent: Window, before: Window?) {
        // Penalties on its gradients keep a discriminator useful that tells nearly all apart: the drawings go on getting
        // better while its lead and the generator's loss grow (docs/explanation/recipes.md).
        if !recent.isPenalised, real >= 0.9, fake <= 0.1 {
            let isCertain = real >= Self.certain.real && fake <= Self.certain.fake
            self.init(.discriminatorWinning, isCertain ? .bad : .watch, recent.numbers)
        } else if abs(real - 0.5) < 0.06, abs(fake - 0.5) < 0.06 {
            self.init(.cannotTell, .info, recent.numbers)
        } else if fake > real {
            self.init(.generatorWinning, fake - real > Self.greatestDeficit ? .bad : .watch, recent.numbers)
        } else if !recent.isPenalised, let before = before?.generatorLoss, let now = recent.generatorLoss,
            now > Self.greatestGrowth * before
        {
            self.init(
                .generatorLosingGround, .watch, recent.numbers.merging(["before": before, "now": now]) { $1 })
        } else {
            self.init(.balanced, .good, recent.numbers)
        }
    }

    private init(_ trend: DistanceTrend) {
        func numbers(_ best: JudgedEpoch, _ newest: JudgedEpoch) -> [String: Double] {
            [
                "bestEpoch": Double(best.epoch), "bestDistance": best.distance.value,
                "bestError": best.distance.standardError, "epoch": Double(newest.epoch),
                "distance": newest.distance.value, "error": newest.distance.standardError,
            ]
        }
        switch trend {
        case .improving(let best): self.init(.improving, .good, numbers(best, best))
        case .settled(let first, let newest): self.init(.noBetter, .info, numbers(first, newest))
        case .worse(let best, let newest): self.init(.gettingWorse, .watch, numbers(best, newest))
        }
    }

    private init(_ key: Key, _ level: Level, _ numbers: [String: Double]) {
        self.key = key
        self.level = level
        self.numbers = numbers
    }

    /// The seconds without an event after which a run seems to stand still: a minute, or twenty times what it takes
    /// between two records.
    private static func patience(_ measurements: [TrainingMeasurement]) -> Double {
        let recent = measurements.suffix(windowLength)
        guard let first = recent.first, let last = recent.last, recent.count > 1 else { return 120 }
        return max(60, 20 * (last.time - first.time) / Double(recent.count - 1))
    }

    /// The window in the middle of the run; nil where the run is too short for it to differ from the newest.
    private static func middle(of measurements: [TrainingMeasurement]) -> Window? {
        guard measurements.count >= 4 * windowLength else { return nil }
        let end = measurements.count / 2
        return Window(measurements[end - windowLength..<end])
    }

    /// Means over some recorded steps.
    private struct Window {
        let generatorLoss: Double?
        let realProbability: Double?
        let fakeProbability: Double?
        /// Whether the discriminator's loss has a penalty on its gradients.
        let isPenalised: Bool

        init(_ measurements: ArraySlice<TrainingMeasurement>) {
            generatorLoss = measurements.mean(of: .generatorLoss)
            realProbability = measurements.mean(of: .realProbability)
            fakeProbability = measurements.mean(of: .fakeProbability)
            isPenalised = measurements.mean(of: .gradientPenalty) != nil
        }

        var numbers: [String: Double] {
            let values = ["realProbability": realProbability, "fakeProbability": fakeProbability]
            return values.compactMapValues { $0 }
        }
    }
}
