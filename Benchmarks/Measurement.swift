import Foundation

/// What several rounds of one thing took.
struct Measurement: Encodable {
    let name: String
    let unit: String
    let median: Double
    let minimum: Double
    let maximum: Double
    let rounds: Int

    /// Times `body` in `rounds` rounds after `warmUp` more, and reports `value` of each round's seconds.
    init(
        _ name: String, unit: String = "s", warmUp: Int = 2, rounds: Int = 7, value: (Double) -> Double = { $0 },
        _ body: () throws -> Void
    ) rethrows {
        for _ in 0..<warmUp { try body() }
        var values: [Double] = []
        for _ in 0..<rounds {
            let start = ContinuousClock.now
            try body()
            values.append(value(start.duration(to: .now) / .seconds(1)))
        }
        values.sort()
        self.name = name
        self.unit = unit
        self.rounds = rounds
        median = values[rounds / 2]
        minimum = values[0]
        maximum = values[rounds - 1]
    }

    /// One line of a table.
    var line: String {
        let columns = [median, minimum, maximum].map { String(format: "%12.4f", $0) }.joined()
        return name.padding(toLength: 40, withPad: " ", startingAt: 0) + columns + "  \(unit)"
    }
}
