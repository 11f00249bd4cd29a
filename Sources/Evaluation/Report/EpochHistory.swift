import Foundation
import Runs

/// How good the drawings of a run's epochs are.
public struct EpochHistory: Codable, Sendable, Equatable {
    public let judge: String
    /// The drawings of each set that were compared.
    public let count: Int
    /// In order.
    public let epochs: [Epoch]

    public struct Epoch: Codable, Sendable, Equatable {
        public let epoch: Int
        public let distance: Estimate

        public init(_ epoch: Int, distance: Estimate) {
            self.epoch = epoch
            self.distance = distance
        }

        /// Whether it is nearer to real drawings than `other` by more than two standard errors.
        public func isBetter(than other: Epoch) -> Bool {
            other.distance.value - distance.value
                > 2 * hypot(distance.standardError, other.distance.standardError)
        }
    }

    public init(judge: String, count: Int, epochs: [Epoch]) {
        self.judge = judge
        self.count = count
        self.epochs = epochs
    }

    /// The one whose drawings are nearest to real ones.
    public var best: Epoch? { epochs.min { $0.distance.value < $1.distance.value } }

    /// Where the run is going, by differences of more than two standard errors; nil with fewer than two epochs.
    public var trend: Finding? {
        guard let best, let newest = epochs.last, epochs.count > 1 else { return nil }
        let (least, now) = (best.text, newest.text)
        if best.isBetter(than: newest) {
            return Finding(
                kind: .worse,
                sentence: Words(
                    "Getting worse since epoch \(best.epoch): the distance was \(least) then, and is \(now) at epoch \(newest.epoch).",
                    zh: "自第 \(best.epoch) 轮起变差：当时的距离是 \(least)，第 \(newest.epoch) 轮是 \(now)。"))
        }
        // Of what is left of the epochs without the last quarter, none comes near.
        let earlier = epochs.prefix(max(1, epochs.count * 3 / 4))
        if earlier.allSatisfy({ best.isBetter(than: $0) }) {
            return Finding(
                kind: .improving,
                sentence: Words(
                    "Still improving: the distance is \(least) at epoch \(best.epoch), and was never so low before.",
                    zh: "仍在进步：第 \(best.epoch) 轮的距离是 \(least)，此前从未这么低。"))
        }
        let first = epochs.first { !best.isBetter(than: $0) } ?? best
        return Finding(
            kind: .settled,
            sentence: Words(
                "No better since epoch \(first.epoch): the distance was \(first.text) then, and is \(now) at epoch \(newest.epoch).",
                zh: "自第 \(first.epoch) 轮起不再进步：当时的距离是 \(first.text)，第 \(newest.epoch) 轮是 \(now)。"))
    }
}

extension EpochHistory.Epoch {
    fileprivate var text: String {
        String(format: "%.2f ± %.2f", distance.value, distance.standardError)
    }
}
