public import Runs

/// The epoch whose drawings were nearest to those that the run holds out.
public struct BestEpoch: Codable, Sendable, Equatable {
    /// Its number, from 1.
    public let epoch: Int
    /// By the judge that the run's log names.
    public let distance: Double
    /// Of the distance.
    public let standardError: Double
    /// The evaluations since, none of them better.
    public internal(set) var evaluationsSince = 0
    /// The newest of these.
    public internal(set) var newest: JudgedEpoch?

    /// The same without what came since.
    public var judged: JudgedEpoch {
        JudgedEpoch(epoch, distance: Estimate(distance, standardError: standardError))
    }
}
