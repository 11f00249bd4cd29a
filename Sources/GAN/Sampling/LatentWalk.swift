/// The path of a film in which some drawings walk in a circle through three latents each; after the last frame the first
/// follows again.
///
/// Between two latents the path is along the sphere (White 2016, "Sampling Generative Networks").
public struct LatentWalk: Sendable {
    /// The frames of the film.
    public let frames: Int
    /// Three times the latents of all drawings, [Z] each.
    private let stations: [[[Float]]]

    /// Walks through the first `count` latents of `seed` and of the two seeds after it.
    init(count: Int, frames: Int, seed: UInt64, of sampler: Sampler) throws {
        self.frames = frames
        stations = try (0..<3).map { try sampler.latents(count: count, seed: seed &+ $0) }
    }

    /// The latents of all drawings at a frame from 0 to less than ``frames``, [Z] each.
    public func latents(atFrame frame: Int) -> [[Float]] {
        let position = Double(frame) / Double(frames) * Double(stations.count)
        let station = Int(position)
        let next = stations[(station + 1) % stations.count]
        return zip(stations[station], next).map {
            sphericalInterpolation($0, $1, fraction: position - Double(station))
        }
    }
}
