import Foundation

/// A latent as addresses name it.
enum LatentName: Sendable, Equatable {
    /// The `index`-th latent of a seed: `7:3`.
    case drawn(seed: UInt64, index: Int)
    /// One of the latents of the run's sample grids: `grid:5`.
    case grid(Int)
    /// Its numbers: `~` and the base64url of little-endian floats.
    case numbers([Float])

    static let largestIndex = 9999

    /// Throws ``Problem`` for what is none.
    init(_ text: String) throws(Problem) {
        if text.hasPrefix("~"), let numbers = Base64.floats(url: text.dropFirst()), !numbers.isEmpty {
            guard numbers.allSatisfy({ $0.isFinite && abs($0) <= 1000 }) else {
                throw Problem(.badRequest, "a number of the latent is beyond ±1000")
            }
            self = .numbers(numbers)
            return
        }
        let parts = text.split(separator: ":", omittingEmptySubsequences: false)
        let isNumber = { (text: Substring) in !text.isEmpty && text.utf8.allSatisfy { (0x30...0x39).contains($0) } }
        if parts.count == 2, isNumber(parts[1]), let index = Int(parts[1]) {
            if parts[0] == "grid", index < 16 {
                self = .grid(index)
                return
            }
            if isNumber(parts[0]), let seed = Int(parts[0]), seed <= Query.largestSeed, index <= Self.largestIndex {
                self = .drawn(seed: UInt64(seed), index: index)
                return
            }
        }
        throw Problem(
            .badRequest,
            "\(text.prefix(40)) names no latent; expected SEED:INDEX with an index up to \(Self.largestIndex), "
                + "grid:0 to grid:15, or ~ and base64url")
    }

    var text: String {
        switch self {
        case .drawn(let seed, let index): "\(seed):\(index)"
        case .grid(let place): "grid:\(place)"
        case .numbers(let numbers): "~" + Base64.url(numbers)
        }
    }
}
