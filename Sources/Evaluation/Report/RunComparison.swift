import Foundation
public import Runs

/// Runs side by side: how far the drawings of each are from the same real ones, and in which settings they differ.
public struct RunComparison: Codable, Sendable, Equatable {
    public let judge: String
    /// The drawings of each set that were compared.
    public let count: Int
    /// The nearest to real drawings first.
    public let runs: [Row]
    /// What not all runs have alike.
    public let settings: [Difference]

    public struct Row: Codable, Sendable, Equatable {
        public let name: String
        public let distance: Estimate
    }

    public struct Difference: Codable, Sendable, Equatable {
        /// As a flag would be written.
        public let setting: String
        /// Of each run, in the order of ``RunComparison/runs``.
        public let values: [String]
    }

    public init(
        judge: String, count: Int, runs: [(name: String, distance: Estimate, configuration: TrainingConfiguration)]
    ) {
        self.judge = judge
        self.count = count
        let ordered = runs.sorted { $0.distance.value < $1.distance.value }
        self.runs = ordered.map { Row(name: $0.name, distance: $0.distance) }
        settings = Setting.all.compactMap { setting in
            let values = ordered.map { setting.text(in: $0.configuration) ?? "none" }
            return Set(values).count > 1 ? Difference(setting: setting.name, values: values) : nil
        }
    }

    /// In lines, for people.
    public var report: String {
        let names = runs.map(\.name)
        let width = names.map(\.count).max() ?? 0
        var lines = ["Fréchet distance, \(judge), \(count) drawings of each"]
        lines += runs.enumerated().map { place, run in
            let figure = String(format: "%.2f ± %.2f", run.distance.value, run.distance.standardError)
            return "  \(padded(run.name, to: width))  \(figure)  \(remark(place))"
        }
        lines.append(settings.isEmpty ? "all settings are the same" : "settings that differ")
        for difference in settings {
            lines.append("  \(difference.setting)")
            lines += zip(names, difference.values).map { "    \(padded($0, to: width))  \($1)" }
        }
        return lines.joined(separator: "\n")
    }

    private func remark(_ place: Int) -> String {
        guard place > 0 else { return "the nearest" }
        let (best, other) = (runs[0].distance, runs[place].distance)
        let difference = other.value - best.value
        return difference > 2 * hypot(best.standardError, other.standardError)
            ? String(format: "farther by %.2f", difference) : "no difference: less than two standard errors"
    }

    private func padded(_ text: String, to width: Int) -> String {
        text.padding(toLength: max(width, text.count), withPad: " ", startingAt: 0)
    }

    /// As JSON with sorted keys.
    public func json() throws -> String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
        return String(decoding: try encoder.encode(self), as: UTF8.self) + "\n"
    }
}
