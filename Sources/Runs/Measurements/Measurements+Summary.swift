import Foundation

extension Measurements {
    /// What was measured in a few words, for a line of the log: `loss D 1.386 G 0.693  D(x) 0.50 D(G(z)) 0.50  300
    /// images/s`. A brief one, for the line that a terminal shows, has fewer digits and does not name the charts.
    public func summary(brief: Bool = false) -> String {
        var line = ""
        var previous: Measure.Chart?
        for (measure, value) in values {
            let entry = measure.entry
            guard let label = entry.label else { continue }
            let isNewGroup = entry.chart == nil || entry.chart != previous
            if !line.isEmpty { line += isNewGroup ? "  " : " " }
            if isNewGroup, !brief, let name = entry.chart?.lineName { line += name + " " }
            if !label.isEmpty { line += label + " " }
            line += entry.unit.text(value, brief: brief)
            previous = entry.chart
        }
        for (name, value) in own.sorted(by: { $0.key < $1.key }) {
            line += "  \(name) \(Measure.Unit.number.text(value, brief: brief))"
        }
        return line
    }
}

extension Measure.Unit {
    fileprivate func text(_ value: Double, brief: Bool) -> String {
        switch self {
        case .number: String(format: brief ? "%.2f" : "%.3f", value)
        case .share: String(format: "%.2f", value)
        case .imagesPerSecond: String(format: "%.0f images/s", value)
        case .bytes: String(format: "%.0f MB", value / 1e6)
        }
    }
}

extension Measure.Chart {
    /// What stands before a chart's numbers in a line of the log.
    fileprivate var lineName: String? { self == .losses ? "loss" : nil }
}
