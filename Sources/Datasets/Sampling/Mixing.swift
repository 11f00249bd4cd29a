/// Bit mixing for shuffles and seeds. Not for secrets.
public enum Mixing {
    /// A bijection of 64-bit words that leaves no visible structure (SplitMix64's finaliser, Stafford's variant 13).
    static func scramble(_ word: UInt64) -> UInt64 {
        var word = word
        word = (word ^ (word >> 30)) &* 0xbf58_476d_1ce4_e5b9
        word = (word ^ (word >> 27)) &* 0x94d0_49bb_1331_11eb
        return word ^ (word >> 31)
    }

    /// The word number `index` of the stream that `key` begins.
    static func stream(_ key: UInt64, _ index: UInt64) -> UInt64 {
        key &+ (index &+ 1) &* 0x9e37_79b9_7f4a_7c15
    }

    /// A seed for one use of `seed`: uses and indices do not meet each other's. A use is any number that no other has.
    public static func seed(_ seed: UInt64, use: UInt64, index: Int = 0) -> UInt64 {
        scramble(scramble(scramble(seed) ^ use) ^ UInt64(truncatingIfNeeded: index))
    }

    static func seed(_ seed: UInt64, use: Use, index: Int) -> UInt64 {
        self.seed(seed, use: use.rawValue, index: index)
    }

    enum Use: UInt64 {
        case epoch = 0x6570_6f63_68
        case selection = 0x7365_6c65_6374
        case division = 0x6469_7669_6465
    }
}
