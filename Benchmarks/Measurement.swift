import Foundation

/// What several rounds of one thing took.
struct Measurement: Encodable {
    let name: String
    let unit: String
    let median: Double
    let minimum: Double
    let maximum: Double
    let rounds: Int
    /// Of a convolution: operations of the direct one a second, whatever it is computed by.
    var gigaflopsPerSecond: Double?
    /// Of a convolution: the relative L2 error of its result against float64.
    var relativeError: Double?

    init(_ name: String, unit: String = "s", values: [Double]) {
        let sorted = values.sorted()
        self.name = name
        self.unit = unit
        rounds = sorted.count
        median = sorted[rounds / 2]
        minimum = sorted[0]
        maximum = sorted[rounds - 1]
    }

    /// Times `body` and reports `value` of each round's seconds.
    init(
        _ name: String, unit: String = "s", rounds: Int = 7, value: (Double) -> Double = { $0 },
        _ body: @escaping () throws -> Void
    ) throws {
        let seconds = try Self.rounds(rounds, of: [()]) { _ in body }
        self.init(name, unit: unit, values: seconds[0].map(value))
    }

    /// The seconds that each of `candidates` takes, by turns, in `count` rounds after two more to warm up. What is timed
    /// of one is what `prepare` returns.
    static func rounds<Candidate, Result>(
        _ count: Int = 7, of candidates: [Candidate], prepare: (Candidate) throws -> () throws -> Result
    ) throws -> [[Double]] {
        let warmUp = 2
        var seconds = candidates.map { _ in [Double]() }
        for round in 0..<warmUp + count {
            for (number, candidate) in candidates.enumerated() {
                let body = try prepare(candidate)
                let start = ContinuousClock.now
                _ = try body()
                let duration = start.duration(to: .now) / .seconds(1)
                if round >= warmUp { seconds[number].append(duration) }
            }
        }
        return seconds
    }

    /// One line of a table.
    var line: String {
        var line = name.padding(toLength: 40, withPad: " ", startingAt: 0)
        line += [median, minimum, maximum].map { String(format: "%12.4f", $0) }.joined() + "  \(unit)"
        if let gigaflopsPerSecond { line += String(format: "%9.0f GFLOP/s", gigaflopsPerSecond) }
        if let relativeError { line += String(format: "   error %.1e", relativeError) }
        return line
    }
}
