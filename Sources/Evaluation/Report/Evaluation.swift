/// How good drawings are: what judges find of them, whether they repeat themselves or drawings of training, and a verdict.
public struct Evaluation: Codable, Sendable, Equatable {
    /// The generated drawings.
    public let count: Int
    /// The drawings that the run was trained on.
    public let trainingCount: Int
    /// The real drawings that were not trained on; 0 where none are known.
    public let heldOutCount: Int
    /// Of the drawings, and of all that is drawn by chance.
    public let seed: UInt64
    /// The verdict rests on the first.
    public let opinions: [Opinion]
    /// By pixels.
    public let variety: Variety
    /// Whether training drawings are repeated, by pixels.
    public let copies: Copies
    /// Of a run whose epochs were asked for.
    public internal(set) var history: EpochHistory?
    /// The gravest first, after where the run is going.
    public internal(set) var verdict: [Finding]

    /// The same with what is found of the run's epochs.
    public func with(_ history: EpochHistory) -> Evaluation {
        var evaluation = self
        evaluation.history = history
        if let trend = history.trend { evaluation.verdict.insert(trend, at: 0) }
        return evaluation
    }

    /// How much drawings differ among each other, beside real ones.
    public struct Variety: Codable, Sendable, Equatable {
        /// Of the kinds that real drawings fall into, how many these do (``KindsOfDrawings``).
        public let kinds: Double
        /// How many real drawings do.
        public let realKinds: Double
        /// Drawings that are there twice.
        public let duplicates: Duplicates
    }
}
