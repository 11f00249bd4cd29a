/// One stroke of a pen: the points that it goes through, y downwards, in any unit.
public struct Stroke: Sendable, Equatable {
    /// A place of the pen, x to the right and y down, in any unit.
    public struct Point: Sendable, Equatable {
        /// To the right.
        public var x: Double
        /// Down.
        public var y: Double

        /// The place (x, y).
        public init(x: Double, y: Double) {
            self.x = x
            self.y = y
        }
    }

    /// In the order in which the pen passed them.
    public var points: [Point]

    /// A line through `points`.
    public init(_ points: [Point]) {
        self.points = points
    }
}
