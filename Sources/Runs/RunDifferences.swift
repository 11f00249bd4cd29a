import Foundation

/// A setting that not all of some runs have alike.
public struct SettingDifference: Codable, Sendable, Equatable {
    /// As a flag would be written.
    public let setting: String
    /// Of each run, in order; "none" where it has none.
    public let values: [String]

    /// The settings in which `configurations` differ, in the order of the table.
    public static func all(between configurations: [TrainingConfiguration]) -> [SettingDifference] {
        Setting.all.compactMap { setting in
            let values = configurations.map { setting.text(in: $0) ?? "none" }
            return Set(values).count > 1 ? SettingDifference(setting: setting.name, values: values) : nil
        }
    }
}

/// When each of some runs first drew as near to real drawings as a distance, by what it found while it trained.
public struct DistanceMilestone: Codable, Sendable, Equatable {
    /// The Fréchet distance from real drawings.
    public let distance: Double
    /// Of each run, in order; nil where it never came so near, or was not judged.
    public let reached: [Reached?]

    /// When a run came so near.
    public struct Reached: Codable, Sendable, Equatable {
        /// The first epoch that was so near.
        public let epoch: Int
        /// Seconds of training until the end of that epoch.
        public let seconds: Double
    }

    /// Round distances from above the farthest that a run began at down to the nearest that one reached. `runs` are the epochs of
    /// each, in order.
    public static func all(of runs: [[EpochSummary]]) -> [DistanceMilestone] {
        let distances = runs.map { $0.compactMap { $0.judged?.distance.value } }
        guard let start = distances.compactMap(\.first).max(), let best = distances.joined().min(), best > 0 else {
            return []
        }
        return roundNumbers(from: start, downTo: best).map { distance in
            DistanceMilestone(distance: distance, reached: runs.map { Reached($0, distance) })
        }
    }

    /// 1, 1.5, 2, 3, 5 and 7 times powers of ten, the greatest first.
    private static func roundNumbers(from most: Double, downTo least: Double) -> [Double] {
        let powers = (-3...6).reversed().map { pow(10, Double($0)) }
        let numbers = powers.flatMap { power in [7, 5, 3, 2, 1.5, 1].map { $0 * power } }
        let above = numbers.last { $0 >= most } ?? most
        return numbers.filter { $0 <= above && $0 >= least }
    }
}

extension DistanceMilestone.Reached {
    /// The first of `epochs` that came as near as `distance`; nil where none did.
    fileprivate init?(_ epochs: [EpochSummary], _ distance: Double) {
        guard let place = epochs.firstIndex(where: { ($0.judged?.distance.value ?? .infinity) <= distance }) else {
            return nil
        }
        epoch = epochs[place].measurement.epoch
        seconds = epochs[...place].reduce(0) { $0 + $1.seconds }
    }
}
