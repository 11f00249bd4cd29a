/// A number that goes in a straight line from one value to another over the first part of a run, and stays there.
public struct Schedule: Sendable, Equatable {
    /// The value at first.
    public let start: Double
    /// The value at the end of the span.
    public let end: Double
    /// The share of the run after which the end is reached, above 0 and up to 1.
    public let span: Double

    /// A number that goes from `start` to `end` over the first `span` of the run.
    public init(from start: Double, to end: Double, over span: Double = 1) {
        self.start = start
        self.end = end
        self.span = span
    }

    /// A number that stays as it is.
    public static func constant(_ value: Double) -> Schedule { Schedule(from: value, to: value) }

    /// The same course, of other values.
    public func scaled(by factor: Double) -> Schedule { Schedule(from: start * factor, to: end * factor, over: span) }

    /// The value where `progress` of the run, 0 to 1, is done.
    public func value(at progress: Double) -> Double { start + (end - start) * min(max(progress / span, 0), 1) }
}
