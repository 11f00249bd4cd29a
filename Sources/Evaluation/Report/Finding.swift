public import Runs

/// One sentence of a verdict, which rests on the number in it.
public struct Finding: Codable, Sendable, Equatable {
    /// What was found.
    public let kind: Kind
    /// The same in words.
    public let sentence: Words

    /// What can be found of drawings.
    public enum Kind: String, Codable, Sendable {
        /// Most are no drawings of anything.
        case notDrawings
        /// Drawings of something else.
        case otherSubject
        /// A few drawings, again and again.
        case collapsed
        /// Copies of drawings that were trained on.
        case copying
        /// Other than real ones, by more than chance.
        case toldApart
        /// Not to be told from real ones.
        case good
        /// Of a run's epochs: the newest are the best, the best are long ago, or neither.
        case improving, worse, settled
    }
}
