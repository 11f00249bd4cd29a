import Testing
import Torch

@Suite struct RandomGeneratorTests {
    @Test func equalSeedsGiveEqualStreams() throws {
        let (a, b, c) = try (RandomGenerator(seed: 7), RandomGenerator(seed: 7), RandomGenerator(seed: 8))
        let first = try a.normal([5, 3])
        #expect(try first.isEqual(to: b.normal([5, 3])))
        #expect(try !first.isEqual(to: c.normal([5, 3])))
        #expect(try !first.isEqual(to: a.normal([5, 3])))
    }

    /// The engine's generator takes 32 bits of a seed; the others must count, too.
    @Test func allBitsOfTheSeedCount() throws {
        let seeds: [UInt64] = [1, 1 << 32 | 1, 1 << 33 | 1, 1 << 63 | 1, .max]
        let draws = try seeds.map { try RandomGenerator(seed: $0).uniform([8]).floats() }
        #expect(Set(draws).count == seeds.count)
    }

    @Test func stateIsSavedAndRestored() throws {
        let generator = try RandomGenerator(seed: 3)
        // An odd count of normal numbers: the generator keeps the other one of a pair.
        _ = try generator.normal([3])
        let state = try generator.state()
        #expect(state.dtype == .uint8 && state.rank == 1)
        let later = try [generator.normal([7]), generator.uniform([7]), generator.bernoulli([100], probability: 0.5)]
        try generator.restore(state)
        let again = try [generator.normal([7]), generator.uniform([7]), generator.bernoulli([100], probability: 0.5)]
        let other = try RandomGenerator(seed: 99)
        try other.restore(state)
        let elsewhere = try [other.normal([7]), other.uniform([7]), other.bernoulli([100], probability: 0.5)]
        for i in 0..<3 {
            #expect(try later[i].isEqual(to: again[i]))
            #expect(try later[i].isEqual(to: elsewhere[i]))
        }
    }

    @Test func wrongStatesAreRefused() throws {
        let generator = try RandomGenerator(seed: 3)
        let state = try generator.state()
        #expect(failure { try generator.restore(.zeros([10], dtype: .uint8)) }.hasPrefix("restore: "))
        #expect(failure { try generator.restore(.zeros([state.count])) }.hasPrefix("restore: "))
        #expect(failure { try generator.restore(.zeros([state.count], dtype: .uint8)) }.hasPrefix("restore: "))
        #expect(try generator.state().isEqual(to: state))
    }

    @Test func distributions() throws {
        let generator = try RandomGenerator(seed: 11)
        let normal = try generator.normal([100_000])
        #expect(try abs(normal.mean().scalar()) < 0.02)
        #expect(try abs(normal.variance(dimensions: [0], unbiased: true).scalar() - 1) < 0.02)
        let fourth = try normal.square().square().mean().scalar()
        #expect(abs(fourth - 3) < 0.15)
        let uniform = try generator.uniform([100_000], from: -2, to: 4)
        #expect(try uniform.minimumValue() >= -2)
        #expect(try uniform.maximumValue() < 4)
        #expect(try abs(uniform.mean().scalar() - 1) < 0.03)
        #expect(try abs(uniform.variance(dimensions: [0], unbiased: true).scalar() - 3) < 0.06)
        let bits = try generator.bernoulli([100_000], probability: 0.2)
        #expect(try Set(bits.floats()) == [0, 1])
        #expect(try abs(bits.mean().scalar() - 0.2) < 0.01)
    }

    @Test func wrongArguments() throws {
        let generator = try RandomGenerator(seed: 1)
        #expect(failure { try generator.normal([2, -1]) } == "normal: the shape [2, -1] has a negative extent")
        #expect(failure { try generator.uniform([1], from: 2, to: 1) }.hasPrefix("uniform: "))
        #expect(failure { try generator.bernoulli([1], probability: 1.5) }.hasPrefix("bernoulli: "))
    }
}
