/// A way to damage a file, decided by a seed.
public struct Mutation {
    private var state: UInt64

    /// The damage of this seed.
    public init(seed: UInt64) { state = seed &+ 0x9E37_79B9_7F4A_7C15 }

    /// Numbers that have broken readers before: counts and offsets at the edges of their types.
    private static let edges: [UInt64] = [
        0, 1, 0x7F, 0x80, 0xFF, 0x7FFF, 0xFFFF, 0x7FFF_FFFF, 0x8000_0000, 0xFFFF_FFFF, 1 << 40, 1 << 62,
        0x7FFF_FFFF_FFFF_FFFF, 0xFFFF_FFFF_FFFF_FFFF,
    ]

    /// A copy of `bytes` with one to eight damages; most lie in the first kilobytes, where the structure is.
    public mutating func applied(to bytes: [UInt8]) -> [UInt8] {
        var result = bytes
        for _ in 0..<1 + Int(next(below: 8)) where !result.isEmpty {
            let place = Int(next(below: next(below: 3) > 0 ? min(3000, result.count) : result.count))
            switch next(below: 6) {
            case 0: result[place] ^= 1 << UInt8(next(below: 8))
            case 1: result[place] = UInt8(next(below: 256))
            case 2:
                let edge = Self.edges[next(below: Self.edges.count)]
                for offset in 0..<[1, 2, 4, 8][next(below: 4)] where place + offset < result.count {
                    result[place + offset] = UInt8(truncatingIfNeeded: edge >> (8 * UInt64(offset)))
                }
            case 3: result.removeLast(result.count - place)
            case 4:
                let length = min(1 + Int(next(below: 64)), result.count - place)
                let source = Int(next(below: result.count - length + 1))
                for offset in 0..<length { result[place + offset] = result[source + offset] }
            default: result.insert(contentsOf: (0..<next(below: 16)).map { _ in UInt8(next(below: 256)) }, at: place)
            }
        }
        return result
    }

    /// SplitMix64 (Steele et al. 2014).
    private mutating func next(below limit: Int) -> Int {
        state &+= 0x9E37_79B9_7F4A_7C15
        var z = state
        z = (z ^ z >> 30) &* 0xBF58_476D_1CE4_E5B9
        z = (z ^ z >> 27) &* 0x94D0_49BB_1331_11EB
        return Int((z ^ z >> 31) % UInt64(max(limit, 1)))
    }
}
