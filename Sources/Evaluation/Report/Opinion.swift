public import Runs

/// What one judge finds of drawings: distances from real ones, beside those of real drawings from others.
public struct Opinion: Codable, Sendable, Equatable {
    /// Name and version; figures of different judges do not compare.
    public let judge: String
    /// The drawings of each set that were compared. Figures of different numbers do not compare.
    public let count: Int
    /// Between two normal distributions of features (``FrechetDistance``).
    public let frechetDistance: Compared
    /// The maximum mean discrepancy of features (``KernelDistance``).
    public let kernelDistance: Compared
    /// The share of drawings that a classifier tells right as real or generated; 0.5 where it cannot.
    public let accuracy: Estimate
    /// Precision, recall, density and coverage.
    public let scores: ManifoldScores
    /// The same for real drawings.
    public let realScores: ManifoldScores
    /// How many are taken for which category, the most frequent first; without those that hardly any is taken for. Empty where
    /// the judge knows none.
    public let categories: [CategoryShare]
    /// The shares of generated and of real drawings that are no drawings of anything; nil where the judge cannot tell.
    public let outliers: Shares?

    /// A distance of generated from real drawings, and of real drawings from others.
    public struct Compared: Codable, Sendable, Equatable {
        /// The distance of the generated drawings.
        public let estimate: Estimate
        /// What it is between real drawings, on average.
        /// Of the real drawings, 0 to 1.
        public let real: Double
        /// How often it is so great between real drawings.
        public let probability: Double

        /// How many times as great as between real drawings.
        public var multiple: Double { estimate.value / real }
    }

    /// Shares of the generated and of the real drawings.
    public struct Shares: Codable, Sendable, Equatable {
        /// Of the generated drawings, 0 to 1.
        public let fake: Double
        /// Of the real drawings, 0 to 1.
        public let real: Double
    }

    /// How many drawings are taken for one category.
    public struct CategoryShare: Codable, Sendable, Equatable {
        /// The category's.
        public let name: String
        /// How many are taken for it.
        public let shares: Shares
        /// How probable so great a share of the generated is by chance, the number of categories taken into account.
        public let probability: Double
    }
}
