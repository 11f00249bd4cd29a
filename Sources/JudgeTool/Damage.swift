/// What is done to real drawings of cats.
package enum Damage: String, CaseIterable, Sendable {
    case none, blur, halvesSwapped, hole, fivePercentLions, modesDropped, birds, tenPercentCopies, shiftedCopies
    case blurredCopies, allTheSame, noise

    /// For people.
    package var name: String {
        switch self {
        case .none: "none: other real drawings"
        case .blur: "blurred by 3×3"
        case .halvesSwapped: "right halves exchanged"
        case .hole: "a hole of 8×8"
        case .fivePercentLions: "5 % lions"
        case .modesDropped: "three quarters of the modes dropped"
        case .birds: "birds instead"
        case .tenPercentCopies: "10 % copies of training drawings"
        case .shiftedCopies: "copies, shifted by a pixel"
        case .blurredCopies: "copies, blurred by 3×3"
        case .allTheSame: "all the same drawing"
        case .noise: "each pixel another drawing's"
        }
    }
}
