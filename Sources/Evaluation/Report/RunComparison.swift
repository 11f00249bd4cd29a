import Foundation
public import Runs

/// Runs side by side: how good the drawings of each are beside the same real ones, how soon it came near to real drawings, and
/// in which settings they differ.
public struct RunComparison: Codable, Sendable, Equatable {
    /// Name and version; figures of others do not compare.
    public let judge: String
    /// The drawings of each set that were compared.
    public let count: Int
    /// The runs' names, the nearest to real drawings first; all else is in this order.
    public let runs: [String]
    /// Those that all runs have.
    public let metrics: [Row]
    /// How soon each run was how near, by what it found itself while it trained.
    public let milestones: [DistanceMilestone]
    /// What not all runs have alike.
    public let settings: [SettingDifference]

    /// What runs are compared by.
    public enum Metric: String, Codable, Sendable, CaseIterable {
        /// Distances, which are to be low, and scores, which are to be high.
        case frechetDistance, kernelDistance, density, coverage, recall
    }

    /// A metric of each run.
    public struct Row: Codable, Sendable, Equatable {
        /// Which one.
        public let metric: Metric
        /// Of each run, in the order of ``RunComparison/runs``.
        public let values: [Estimate]
        /// The place of the best: the least distance, the highest score.
        public let best: Int
        /// Whether a value differs from the best by more than two standard errors.
        public let differs: [Bool]
    }

    /// What is known of a run.
    public struct Run: Sendable {
        let name: String
        let metrics: [Metric: Estimate]
        let configuration: TrainingConfiguration
        let epochs: [EpochSummary]

        /// A run called `name`, and what was measured of it.
        public init(
            _ name: String, metrics: [Metric: Estimate], configuration: TrainingConfiguration, epochs: [EpochSummary]
        ) {
            self.name = name
            self.metrics = metrics
            self.configuration = configuration
            self.epochs = epochs
        }

        fileprivate var distance: Double { metrics[.frechetDistance]?.value ?? .infinity }
    }

    /// Compares `runs`, of each of which `judge` saw `count` drawings.
    public init(judge: String, count: Int, runs: [Run]) {
        let ordered = runs.sorted { $0.distance < $1.distance }
        self.judge = judge
        self.count = count
        self.runs = ordered.map(\.name)
        metrics = Metric.allCases.compactMap { metric in Row(metric, of: ordered.compactMap { $0.metrics[metric] }) }
        milestones = DistanceMilestone.all(of: ordered.map(\.epochs))
        settings = SettingDifference.all(between: ordered.map(\.configuration))
    }

    /// As JSON with sorted keys.
    public func json() throws -> String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
        return String(decoding: try encoder.encode(self), as: UTF8.self) + "\n"
    }
}

extension RunComparison.Row {
    fileprivate init?(_ metric: RunComparison.Metric, of values: [Estimate]) {
        let order = values.indices.sorted { values[$0].value < values[$1].value }
        guard let best = metric.isDistance ? order.first : order.last else { return nil }
        self.init(
            metric: metric, values: values, best: best, differs: values.map { $0.differs(from: values[best]) })
    }
}

extension RunComparison.Metric {
    /// Whether less is better.
    var isDistance: Bool { self == .frechetDistance || self == .kernelDistance }

    var name: String {
        switch self {
        case .frechetDistance: "Fréchet distance"
        case .kernelDistance: "kernel distance"
        case .density: "density"
        case .coverage: "coverage"
        case .recall: "recall"
        }
    }
}
