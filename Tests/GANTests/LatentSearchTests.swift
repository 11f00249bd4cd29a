import GAN
import Runs
import Testing

@Suite struct LatentSearchTests {
    @Test func comesNearWhatTheGeneratorDrew() async throws {
        let tiny = try TinyRun(drawings: 64)
        tiny.configuration.epochs = 12
        tiny.configuration.learningRate = 1e-3
        let sampler = try Sampler(try await tiny.train().run)
        let target = try sampler.draw(count: 1, seed: 99).values
        let search = try LatentSearch(for: target, with: sampler, seed: 0)
        #expect(search.best == nil)
        var losses: [Double] = []
        for _ in 0..<8 { try search.advance() }
        let sampled = try #require(search.best)
        for _ in 0..<150 {
            try search.advance()
            losses.append(try #require(search.best).distance)
        }
        let found = try #require(search.best)
        #expect(search.iteration == 158)
        #expect(found.distance < 0.5 * sampled.distance)
        // The distance is that of the drawing that is handed out, which is the latent's.
        let drawn = try sampler.draw([found.latent]).values
        let squares = zip(drawn, target).reduce(0) { $0 + Double($1.0 - $1.1) * Double($1.0 - $1.1) }
        #expect(abs((squares / Double(target.count)).squareRoot() - found.distance) < 1e-4)
        #expect(zip(drawn, found.image).allSatisfy { abs($0 - $1) < 1e-4 })
        #expect(found.latent.reduce(0) { $0 + $1 * $1 } <= 8.001)
    }
}

@Suite struct SphericalInterpolationTests {
    private func expect(_ found: [Float], _ expected: [Double]) {
        #expect(found.count == expected.count)
        #expect(zip(found, expected).allSatisfy { abs(Double($0) - $1) < 1e-6 }, "\(found) is not \(expected)")
    }

    @Test func quarterOfACircle() {
        // Between (1, 0) and (0, 1) the point at a third is at 30°.
        expect(sphericalInterpolation([1, 0], [0, 1], fraction: 1.0 / 3), [(0.75).squareRoot(), 0.5])
        expect(sphericalInterpolation([1, 0], [0, 1], fraction: 0), [1, 0])
        expect(sphericalInterpolation([1, 0], [0, 1], fraction: 1), [0, 1])
    }

    @Test func lengthsAreCarriedAlong() {
        // sin 45°/sin 90° of each end.
        expect(sphericalInterpolation([2, 0], [0, 4], fraction: 0.5), [(2.0).squareRoot(), 2 * (2.0).squareRoot()])
    }

    @Test func sameAndOppositeDirectionsGoStraight() {
        expect(sphericalInterpolation([1, 1], [3, 3], fraction: 0.25), [1.5, 1.5])
        expect(sphericalInterpolation([1, 0], [-1, 0], fraction: 0.5), [0, 0])
        expect(sphericalInterpolation([0, 0], [2, 0], fraction: 0.5), [1, 0])
    }
}
