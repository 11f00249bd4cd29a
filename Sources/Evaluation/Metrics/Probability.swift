import Foundation

/// How probable it is that chance alone makes counts so great.
enum Probability {
    /// That of two sets' `found` cases together, distributed at random, so many fall into the first as did, or more: Fisher's
    /// exact test, one-sided.
    static func ofExcess(_ first: (found: Int, count: Int), over second: (found: Int, count: Int)) -> Double {
        let (found, count) = (first.found + second.found, first.count + second.count)
        let whole = logBinomial(count, found)
        return (first.found...max(first.found, min(found, first.count))).reduce(0) { sum, inFirst in
            guard found - inFirst <= second.count else { return sum }
            return sum
                + exp(logBinomial(first.count, inFirst) + logBinomial(second.count, found - inFirst) - whole)
        }
    }

    /// That a normal number is as many standard deviations above its mean, or more.
    static func ofExcess(deviations: Double) -> Double { 0.5 * erfc(deviations / 2.0.squareRoot()) }

    /// That `value` is among `chances`, of which it is one more, as high as it is or higher: a permutation test.
    static func ofExcess(_ value: Double, amongChances chances: [Double]) -> Double {
        Double(1 + chances.count { $0 >= value }) / Double(1 + chances.count)
    }

    private static func logBinomial(_ n: Int, _ k: Int) -> Double {
        lgamma(Double(n + 1)) - lgamma(Double(k + 1)) - lgamma(Double(n - k + 1))
    }
}
