/// One stroke of a pen: the points that it goes through, y downwards, in any unit.
public struct Stroke: Sendable, Equatable {
    public struct Point: Sendable, Equatable {
        public var x: Double
        public var y: Double

        public init(x: Double, y: Double) {
            self.x = x
            self.y = y
        }
    }

    public var points: [Point]

    public init(_ points: [Point]) {
        self.points = points
    }
}
