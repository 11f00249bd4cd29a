import Foundation

/// What a run's curves say, in plain language.
public struct CurveReading: Codable, Sendable, Equatable {
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
        /// The generator's loss has grown by half since the middle of the run.
        case generatorLosingGround = "generator-losing-ground"
        /// The generated drawings are much more alike than the real ones.
        case collapsing
        /// The run is training, and no step was recorded for long.
        case stalled
    }

    public enum Level: String, Codable, Sendable {
        case info, good, watch, bad
    }

    public let key: Key
    public let level: Level
    /// The numbers that the sentence names, for translations.
    public let numbers: [String: Double]
    /// In English.
    public let sentence: String

    /// What is known of a run beside its measurements.
    public struct Circumstances: Sendable {
        /// Whether a process trains the run now.
        public var isTraining: Bool
        /// Seconds since the newest event.
        public var secondsSinceNewest: Double
        /// How much the newest generated drawings differ, over how much real ones do; nil where it is not known.
        public var variety: Double?

        public init(isTraining: Bool, secondsSinceNewest: Double, variety: Double? = nil) {
            self.isTraining = isTraining
            self.secondsSinceNewest = secondsSinceNewest
            self.variety = variety
        }
    }

    /// Steps before which nothing is said.
    static let neededSteps = 100
    /// Recorded steps that are averaged.
    static let windowLength = 20

    /// Reads the recorded steps of a run, in order.
    public init(of measurements: [TrainingMeasurement], _ circumstances: Circumstances) {
        let step = measurements.last?.step ?? 0
        let recent = Window(measurements.suffix(Self.windowLength))
        if circumstances.isTraining, circumstances.secondsSinceNewest > Self.patience(measurements) {
            self = .stalled(seconds: circumstances.secondsSinceNewest)
        } else if step < Self.neededSteps {
            self = .tooEarly(step: step)
        } else if let variety = circumstances.variety, variety < 0.35 {
            self = .collapsing(recent, variety: variety)
        } else if recent.realProbability >= 0.9, recent.fakeProbability <= 0.1 {
            self = .discriminatorWinning(recent)
        } else if abs(recent.realProbability - 0.5) < 0.06, abs(recent.fakeProbability - 0.5) < 0.06 {
            self = .cannotTell(recent)
        } else if recent.fakeProbability > recent.realProbability {
            self = .generatorWinning(recent)
        } else if let before = Self.middle(of: measurements), recent.generatorLoss > 1.5 * before.generatorLoss {
            self = .generatorLosingGround(recent, before: before.generatorLoss)
        } else {
            self = .balanced(recent)
        }
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
        var generatorLoss = 0.0
        var realProbability = 0.0
        var fakeProbability = 0.0

        init(_ measurements: ArraySlice<TrainingMeasurement>) {
            for measurement in measurements {
                generatorLoss += measurement.generatorLoss / Double(measurements.count)
                realProbability += measurement.realProbability / Double(measurements.count)
                fakeProbability += measurement.fakeProbability / Double(measurements.count)
            }
        }

        var numbers: [String: Double] {
            ["realProbability": realProbability, "fakeProbability": fakeProbability]
        }
    }

    private init(_ key: Key, _ level: Level, _ numbers: [String: Double], _ sentence: String) {
        self.key = key
        self.level = level
        self.numbers = numbers
        self.sentence = sentence
    }

    private static func tooEarly(step: Int) -> CurveReading {
        CurveReading(
            .tooEarly, .info, ["step": Double(step), "needed": Double(neededSteps)],
            "It is too early to tell: \(step) of the first \(neededSteps) steps are done.")
    }

    private static func stalled(seconds: Double) -> CurveReading {
        CurveReading(
            .stalled, .bad, ["seconds": seconds],
            "Nothing was recorded for \(Int(seconds)) seconds, though a process is training this run.")
    }

    private static func collapsing(_ window: Window, variety: Double) -> CurveReading {
        CurveReading(
            .collapsing, .bad, window.numbers.merging(["variety": variety]) { $1 },
            format(
                "The drawings are alike: they differ %.0f %% as much as real ones do. The generator may be collapsing; "
                    + "if this lasts, try a lower learning rate.", variety * 100))
    }

    private static func discriminatorWinning(_ window: Window) -> CurveReading {
        let isBad = window.realProbability >= 0.98 && window.fakeProbability <= 0.02
        return CurveReading(
            .discriminatorWinning, isBad ? .bad : .watch, window.numbers,
            format(
                "The discriminator is winning: it gives real drawings %.0f %% and generated ones %.0f %%, so the "
                    + "generator learns little.", window.realProbability * 100, window.fakeProbability * 100))
    }

    private static func generatorWinning(_ window: Window) -> CurveReading {
        CurveReading(
            .generatorWinning, .watch, window.numbers,
            format(
                "The generator is winning: generated drawings pass for real at %.0f %%, real ones at %.0f %%. The "
                    + "discriminator has to catch up.", window.fakeProbability * 100, window.realProbability * 100))
    }

    private static func cannotTell(_ window: Window) -> CurveReading {
        CurveReading(
            .cannotTell, .info, window.numbers,
            format(
                "The discriminator cannot tell them apart: real drawings %.0f %%, generated ones %.0f %%. Late in a run "
                    + "this is the goal; early, it knows nothing yet.", window.realProbability * 100,
                window.fakeProbability * 100))
    }

    private static func generatorLosingGround(_ window: Window, before: Double) -> CurveReading {
        CurveReading(
            .generatorLosingGround, .watch,
            window.numbers.merging(["before": before, "now": window.generatorLoss]) { $1 },
            format(
                "The generator is losing ground: its loss was %.2f in the middle of the run and is %.2f now.", before,
                window.generatorLoss))
    }

    private static func balanced(_ window: Window) -> CurveReading {
        CurveReading(
            .balanced, .good, window.numbers,
            format(
                "Both are learning: the discriminator gives real drawings %.0f %% and generated ones %.0f %%.",
                window.realProbability * 100, window.fakeProbability * 100))
    }

    private static func format(_ text: String, _ numbers: Double...) -> String {
        String(format: text, arguments: numbers)
    }
}
