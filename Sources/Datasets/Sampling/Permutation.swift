/// A keyed shuffle of `0..<count` in constant memory: any position is computed directly, so 50 million drawings
/// cost no more than fifty, and a run resumes in the middle of an epoch from its number alone.
///
/// A Feistel network permutes the smallest power of two that holds `count`; values outside are walked along their
/// cycle until they fall inside (Black and Rogaway, "Ciphers with Arbitrary Finite Domains", CT-RSA 2002).
public struct Permutation: Sendable, RandomAccessCollection {
    private static let rounds: UInt64 = 10

    /// The numbers, 0 to `count` − 1.
    public let count: Int
    private let key: UInt64
    private let lowBits: UInt64
    private let lowMask: UInt64
    private let highMask: UInt64

    /// Equal counts and seeds give equal orders, on every machine. A negative `count` is taken as 0.
    public init(count: Int, seed: UInt64) {
        self.count = Swift.max(count, 0)
        let bits = UInt64(Swift.max(2, Int.bitWidth - Swift.max(self.count - 1, 0).leadingZeroBitCount))
        key = Mixing.scramble(seed ^ 0x6a09_e667_f3bc_c908)
        lowBits = bits - bits / 2
        lowMask = (1 << lowBits) - 1
        highMask = (1 << (bits / 2)) - 1
    }

    /// 0
    public var startIndex: Int { 0 }
    /// ``count``
    public var endIndex: Int { count }

    /// The value at `position`, a number in `0..<count`.
    public subscript(position: Int) -> Int {
        precondition(position >= 0 && position < count, "position \(position) of a permutation of \(count)")
        var value = UInt64(position)
        repeat { value = permuted(value) } while value >= UInt64(count)
        return Int(value)
    }

    private func permuted(_ value: UInt64) -> UInt64 {
        var low = value & lowMask
        var high = value >> lowBits
        var round: UInt64 = 0
        while round < Self.rounds {
            low ^= Mixing.scramble(high ^ Mixing.stream(key, round)) & lowMask
            high ^= Mixing.scramble(low ^ Mixing.stream(key, round + 1)) & highMask
            round += 2
        }
        return high << lowBits | low
    }
}
