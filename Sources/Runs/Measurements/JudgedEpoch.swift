/// An epoch whose drawings were judged.
public struct JudgedEpoch: Codable, Sendable, Equatable {
    /// Its number, from 1.
    public let epoch: Int
    /// The Fréchet distance of its drawings from real ones.
    public let distance: Estimate

    /// An epoch whose drawings are at `distance` from real ones.
    public init(_ epoch: Int, distance: Estimate) {
        self.epoch = epoch
        self.distance = distance
    }

    /// Whether it is nearer to real drawings than `other` by more than two standard errors.
    public func isBetter(than other: JudgedEpoch) -> Bool {
        distance.value < other.distance.value && distance.differs(from: other.distance)
    }

    /// How it compares with a later epoch, after "the drawings of epoch 7 are".
    public func comparison(with later: JudgedEpoch) -> String {
        isBetter(than: later)
            ? "nearer by \(later.distance.difference(from: distance)) than those of epoch \(later.epoch)"
            : "no nearer than those of epoch \(later.epoch) by two standard errors"
    }
}

extension Collection<JudgedEpoch> {
    /// The first of those whose drawings are nearest to real ones.
    public var best: JudgedEpoch? { self.min { $0.distance.value < $1.distance.value } }
}

extension EpochSummary {
    /// What was found of the epoch's drawings; nil where they were not judged.
    public var judged: JudgedEpoch? {
        guard let distance = measurement[.distance], let error = measurement[.distanceError], distance.isFinite,
            error.isFinite
        else { return nil }
        return JudgedEpoch(measurement.epoch, distance: Estimate(distance, standardError: error))
    }
}

/// Where a run is going, by differences of more than two standard errors between its epochs.
public enum DistanceTrend: Sendable, Equatable {
    /// Of the epochs but the last quarter none comes near the best.
    case improving(best: JudgedEpoch)
    /// The newest three, or all since the best, are farther from real drawings than the best was. The best of many that do
    /// not differ is some errors below the others: one alone says little.
    case worse(best: JudgedEpoch, newest: JudgedEpoch)
    /// None is better than `first` was.
    case settled(first: JudgedEpoch, newest: JudgedEpoch)

    /// Of `epochs`, in order; nil with fewer than two.
    public init?(of epochs: [JudgedEpoch]) {
        guard let best = epochs.best, let newest = epochs.last, epochs.count > 1 else { return nil }
        let since = epochs.drop { $0 != best }.dropFirst().suffix(3)
        if !since.isEmpty, since.allSatisfy(best.isBetter) {
            self = .worse(best: best, newest: newest)
        } else if epochs.prefix(max(1, epochs.count * 3 / 4)).allSatisfy({ best.isBetter(than: $0) }) {
            self = .improving(best: best)
        } else {
            self = .settled(first: epochs.first { !best.isBetter(than: $0) } ?? best, newest: newest)
        }
    }
}
