public import Runs

/// How good the drawings of a run's epochs are.
public struct EpochHistory: Codable, Sendable, Equatable {
    /// Name and version; distances by others do not compare.
    public let judge: String
    /// The drawings of each set that were compared.
    public let count: Int
    /// In order.
    public let epochs: [JudgedEpoch]

    /// What `judge` found of `epochs`, with `count` drawings of each.
    public init(judge: String, count: Int, epochs: [JudgedEpoch]) {
        self.judge = judge
        self.count = count
        self.epochs = epochs
    }

    /// Where the run is going; nil with fewer than two epochs.
    public var trend: Finding? {
        switch DistanceTrend(of: epochs) {
        case .improving(let best):
            Finding(
                kind: .improving,
                sentence: Words(
                    "Still improving: the distance is \(best.distance) at epoch \(best.epoch), and was never so low before.",
                    zh: "仍在进步：第 \(best.epoch) 轮的距离是 \(best.distance)，此前从未这么低。"))
        case .worse(let best, let newest):
            Finding(
                kind: .worse,
                sentence: Words(
                    "Getting worse since epoch \(best.epoch): the distance was \(best.distance) then, and is \(newest.distance) at epoch \(newest.epoch).",
                    zh: "自第 \(best.epoch) 轮起变差：当时的距离是 \(best.distance)，第 \(newest.epoch) 轮是 \(newest.distance)。"))
        case .settled(let first, let newest):
            Finding(
                kind: .settled,
                sentence: Words(
                    "No better since epoch \(first.epoch): the distance was \(first.distance) then, and is \(newest.distance) at epoch \(newest.epoch).",
                    zh: "自第 \(first.epoch) 轮起不再进步：当时的距离是 \(first.distance)，第 \(newest.epoch) 轮是 \(newest.distance)。"))
        case nil: nil
        }
    }
}
