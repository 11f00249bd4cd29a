import Datasets
import Testing

@Suite struct PermutationTests {
    @Test(arguments: [UInt64(0), 1, 2, .max])
    func holdsEveryValueOnce(seed: UInt64) {
        for count in 0...300 {
            #expect(Permutation(count: count, seed: seed).sorted() == Array(0..<count))
        }
        for count in [1023, 1024, 1025, 50_021] {
            #expect(Permutation(count: count, seed: seed).sorted() == Array(0..<count))
        }
    }

    @Test func isEmptyForNone() {
        #expect(Permutation(count: 0, seed: 7).isEmpty)
        #expect(Permutation(count: -3, seed: 7).isEmpty)
        #expect(Array(Permutation(count: 1, seed: 7)) == [0])
    }

    @Test func isTheSameForTheSameSeedOnly() {
        let first = Array(Permutation(count: 1000, seed: 5))
        #expect(Array(Permutation(count: 1000, seed: 5)) == first)
        #expect(Array(Permutation(count: 1000, seed: 6)) != first)
    }

    /// Runs that are resumed by a later version go on in the same order.
    @Test func ordersStay() {
        #expect(Array(Permutation(count: 10, seed: 42)) == [2, 6, 4, 1, 3, 7, 5, 9, 8, 0])
        #expect(
            BatchSampler(count: 50_000_000, batchSize: 4, seed: 42).indices(epoch: 3, batch: 5) == [
                33_364_867, 19_838_642, 40_066_246, 34_818_253,
            ])
    }

    /// Every order of four things comes about equally often: 24 orders, 24,000 seeds, χ² of 23 degrees of freedom
    /// stays under 59 with a probability above 0.9999.
    @Test func ordersOfAFewAreEquallyLikely() {
        for count in [3, 4] {
            let orders = count == 3 ? 6 : 24
            var seen: [[Int]: Int] = [:]
            for seed in 0..<UInt64(orders * 1000) {
                seen[Array(Permutation(count: count, seed: seed)), default: 0] += 1
            }
            let square = seen.values.reduce(0.0) { $0 + Double(($1 - 1000) * ($1 - 1000)) / 1000 }
            #expect(seen.count == orders)
            #expect(square < (count == 3 ? 28 : 59))
        }
    }

    /// Every value is equally likely at every position, over consecutive seeds: 16 or 37 positions and as many values.
    /// χ² has (n − 1)² degrees of freedom; the limit is 5 standard deviations above its mean.
    @Test(arguments: [5, 16, 37])
    func valuesAreUniformOverPositions(count: Int) {
        let seeds = 200 * count
        var seen = [Int](repeating: 0, count: count * count)
        for seed in 0..<UInt64(seeds) {
            for (position, value) in Permutation(count: count, seed: seed).enumerated() {
                seen[position * count + value] += 1
            }
        }
        let square = seen.reduce(0.0) { $0 + Double(($1 - 200) * ($1 - 200)) / 200 }
        let freedom = Double((count - 1) * (count - 1))
        #expect(square < freedom + 5 * (2 * freedom).squareRoot())
    }

    /// A random order of n has one fixed point and one pair of neighbours (v, v + 1) on average, whatever n; two orders
    /// agree in one place on average. Over 400 consecutive seeds the sums are within 5 standard deviations of 400.
    @Test func consecutiveSeedsShareNoStructure() {
        let orders = (0..<401).map { Array(Permutation(count: 999, seed: $0)) }
        var fixed = 0
        var neighbours = 0
        var agreements = 0
        for (order, next) in zip(orders, orders.dropFirst()) {
            fixed += order.enumerated().count { $0.offset == $0.element }
            neighbours += zip(order, order.dropFirst()).count { $0 + 1 == $1 }
            agreements += zip(order, next).count { $0 == $1 }
        }
        for sum in [fixed, neighbours, agreements] { #expect(abs(sum - 400) < 100) }
    }

    @Test func fiftyMillionAreReachedAtOnce() {
        let order = Permutation(count: 50_000_000, seed: 1)
        let few = (0..<2000).map { order[$0 * 25_000] }
        #expect(Set(few).count == 2000)
        // The mean of 2,000 uniform values: standard deviation n / √12 / √2000 = 0.0065 n.
        let mean = few.reduce(0.0) { $0 + Double($1) } / 2000 / 50_000_000
        #expect(abs(mean - 0.5) < 0.033)
        #expect(Permutation(count: .max, seed: 3)[.max - 1] >= 0)
    }
}
