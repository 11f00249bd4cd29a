public import Torch

/// Drawings of one set that are much alike, by distances of pixels in units of the set's own spread, so that faint or
/// blurred drawings are not taken for equal ones.
public struct Duplicates: Codable, Sendable, Equatable {
    /// The share of drawings that have another one as near as, among as many real ones, only a hundredth have.
    public let share: Double
    /// That hundredth.
    public let expected: Double

    /// Of `fake` and `real`, both [N, P].
    public init(_ fake: Tensor, against real: Tensor) throws {
        let realDistances = try Self.relativeDistances(real).sorted()
        let limit = realDistances[realDistances.count / 100]
        share = try Double(Self.relativeDistances(fake).count { $0 <= limit }) / Double(fake.shape[0])
        expected = Double(realDistances.count { $0 <= limit }) / Double(realDistances.count)
    }

    /// The distance of each drawing to its nearest, over the root of the mean squared distance to the mean; 0 where it is
    /// there twice.
    private static func relativeDistances(_ pixels: Tensor) throws -> [Double] {
        let nearest = try NearestNeighbours(of: pixels, among: pixels, count: 1, areSame: true).distances(rank: 0)
        let spread = try (pixels - pixels.mean(dimensions: [0])).square().sum(dimensions: [1]).mean().scalar()
        return nearest.map { $0 == 0 ? 0 : $0 / spread.squareRoot() }
    }
}
