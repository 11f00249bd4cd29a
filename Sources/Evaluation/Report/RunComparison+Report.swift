import Foundation
import Runs

extension RunComparison {
    /// In lines, for people.
    public var report: String {
        let lines = metrics.flatMap(lines) + milestoneLines + settingLines
        return lines.joined(separator: "\n")
    }

    private func lines(of row: Row) -> [String] {
        ["\(row.metric.name), \(judge), \(count) drawings of each"]
            + runs.indices.map { line($0, "\(estimate(row.values[$0]))  \(remark(row, $0))") }
    }

    private func remark(_ row: Row, _ place: Int) -> String {
        if place == row.best { return row.metric.isDistance ? "the nearest" : "the highest" }
        guard row.differs[place] else { return "no difference: less than two standard errors" }
        let difference = row.values[place].difference(from: row.values[row.best])
        return "\(row.metric.isDistance ? "farther" : "lower") by \(figure(abs(difference.value)))"
    }

    private var milestoneLines: [String] {
        guard !milestones.isEmpty else { return ["none of the runs was judged while it trained"] }
        return milestones.flatMap { milestone in
            ["until a distance of \(figure(milestone.distance)), of what each held out"]
                + milestone.reached.enumerated().map { place, reached in
                    line(
                        place, reached.map { "epoch \($0.epoch), \(figure($0.seconds)) s of training" } ?? "not reached"
                    )
                }
        }
    }

    private var settingLines: [String] {
        guard !settings.isEmpty else { return ["all settings are the same"] }
        return ["settings that differ"]
            + settings.flatMap { difference in
                ["  \(difference.setting)"] + runs.indices.map { "  " + line($0, difference.values[$0]) }
            }
    }

    private func line(_ place: Int, _ text: String) -> String {
        let width = runs.map(\.count).max() ?? 0
        return "  \(runs[place].padding(toLength: width, withPad: " ", startingAt: 0))  \(text)"
    }
}
