/// What the numbers of an array mean: which is paper, and which is ink.
///
/// A number that lies outside by less than half a step of 8 bits, as rounding, resizing and Fourier transforms leave it,
/// is taken for the end of the range. This tolerance is the same for judging a range and for reading.
enum ValueRange {
    /// 0 (paper) to 1 (ink).
    case unit
    /// −1 (paper) to 1 (ink).
    case signed
    /// 0 (paper) to 255 (ink).
    case bytes

    private static let tolerance = 0.5 / 255

    var paper: Double { self == .signed ? -1 : 0 }
    var ink: Double { self == .bytes ? 255 : 1 }

    /// The range of an array whose numbers go from `minimum` to `maximum`; nil where it is none of these.
    ///
    /// What ends between 1 and 128 is none: bytes without one dark pixel are rarer than drawings that were standardised
    /// or have other levels, such as 0 to 16. What begins between −0.5 and 0 is none either: it is rather 0 to 1 and some
    /// values that resizing left outside.
    init?(minimum: Double, maximum: Double) {
        let range: ValueRange = maximum >= 128 ? .bytes : minimum <= -0.5 ? .signed : .unit
        guard range.scaled(minimum) != nil, range.scaled(maximum) != nil else { return nil }
        self = range
    }

    /// `value` from −1 (paper) to 1 (ink); nil where it is outside the range, or not a number.
    @inline(__always)
    func scaled(_ value: Double) -> Float? {
        let share = (value - paper) / (ink - paper)
        guard share >= -Self.tolerance, share <= 1 + Self.tolerance else { return nil }
        return Float(min(max(share, 0), 1) * 2 - 1)
    }
}
