import Foundation

/// A drawing of the generator's as addresses name it: a latent, and, of a generator that tells categories apart, what it is
/// to draw of it: `7:3`, `cat/7:3`, `cat/dog/0.25/7:3`.
struct LatentName: Sendable, Equatable {
    enum Latent: Sendable, Equatable {
        /// The `index`-th latent of a seed: `7:3`.
        case drawn(seed: UInt64, index: Int)
        /// One of the latents of the run's sample grids: `grid:5`.
        case grid(Int)
        /// Its numbers: `~` and the base64url of little-endian floats.
        case numbers([Float])
    }

    /// What is drawn of a latent.
    enum Subject: Sendable, Equatable {
        case category(String)
        /// So much of the way from one category to another, 0 to 1.
        case between(String, String, share: Double)
    }

    let latent: Latent
    /// Nil for the first category, and in a grid for its row's.
    let subject: Subject?

    static let largestIndex = 9999

    init(_ latent: Latent, of subject: Subject? = nil) {
        self.latent = latent
        self.subject = subject
    }

    /// Throws ``Problem`` for what names no drawing.
    init(_ text: String) throws(Problem) {
        // No file, and so no category, has a slash in its name.
        let parts = text.split(separator: "/", omittingEmptySubsequences: false).map(String.init)
        switch parts.count {
        case 1: subject = nil
        case 2: subject = .category(parts[0])
        case 4:
            guard let share = Double(parts[2]), (0...1).contains(share) else {
                throw Problem(
                    .badRequest, "\(parts[2].prefix(40)) is no share of the way between categories; expected 0 to 1")
            }
            subject = .between(parts[0], parts[1], share: share)
        default: throw Self.problem(text)
        }
        latent = try Latent(parts[parts.count - 1])
    }

    fileprivate static func problem(_ text: String) -> Problem {
        Problem(
            .badRequest,
            "\(text.prefix(40)) names no latent; expected SEED:INDEX with an index up to \(largestIndex), "
                + "grid:0 to grid:15, or ~ and base64url, after CATEGORY/ where there are categories")
    }

    var text: String {
        switch subject {
        case nil: latent.text
        case .category(let name): "\(name)/\(latent.text)"
        case .between(let first, let second, let share): "\(first)/\(second)/\(share)/\(latent.text)"
        }
    }
}

extension LatentName.Latent {
    fileprivate init(_ text: String) throws(Problem) {
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
            if isNumber(parts[0]), let seed = Int(parts[0]), seed <= Query.largestSeed,
                index <= LatentName.largestIndex
            {
                self = .drawn(seed: UInt64(seed), index: index)
                return
            }
        }
        throw LatentName.problem(text)
    }

    fileprivate var text: String {
        switch self {
        case .drawn(let seed, let index): "\(seed):\(index)"
        case .grid(let place): "grid:\(place)"
        case .numbers(let numbers): "~" + Base64.url(numbers)
        }
    }
}
