import Atelier
import Foundation
import Synchronization
import Testing

/// Drawings for many callers at once.
@Suite struct DrawingServiceTests {
    @Test func itDrawsAsTheSampler() async throws {
        let bench = try Workbench()
        let run = try await bench.run()
        let (service, sampler) = (try DrawingService(run), try Sampler(run))
        #expect(service.images == sampler.images && service.latentSize == 8 && service.categories.isEmpty)
        let expected = try sampler.draw(count: 19, seed: 7)

        let drawings = try await service.images(count: 19, seed: 7)
        #expect(Workbench.areSame(drawings.values, expected.values) && drawings.count == 19)
        let png = try await service.png(seed: 7, scale: 3)
        #expect(try Workbench.areSame(bench.picture(png), expected.bitmap(at: 0, scale: 3)))

        // Room for 18 drawings and a half.
        var pixels = [Float](repeating: 9, count: 18 * 256 + 128)
        var span = pixels.mutableSpan
        try await service.draw(into: &span, seed: 7)
        #expect(
            Workbench.areSame(pixels, expected.values.prefix(18 * 256) + [Float](repeating: 9, count: 128)))

        let weights = try DrawingService(weights: run.generatorPath)
        #expect(try await Workbench.areSame(weights.images(count: 1, seed: 7).values, expected.values.prefix(256)))
    }

    @Test func itDrawsTheCategoryThatIsAskedFor() async throws {
        let bench = try Workbench()
        let run = try await bench.run(["large", "small"])
        let (service, sampler) = (try DrawingService(run), try Sampler(run))
        #expect(service.categories == ["large", "small"])
        let latents = try sampler.latents(count: 3, seed: 5)

        let small = try await service.images(count: 3, seed: 5, category: "small")
        let expected = try sampler.draw(latents, labels: sampler.labels(of: [1, 1, 1])).values
        #expect(Workbench.areSame(small.values, expected))
        let inTurn = try await service.images(count: 3, seed: 5)
        #expect(try Workbench.areSame(inTurn.values, sampler.draw(count: 3, seed: 5).values))
        #expect(!Workbench.areSame(inTurn.values, small.values))

        let error = await #expect(throws: ConfigurationError.self) {
            try await service.png(seed: 5, category: "camel")
        }
        #expect(error?.description == "the generator draws no camel; expected large, small")
    }

    /// Latents far into a seed's, in any order, and one of them twice.
    @Test func latentsAreThoseOfTheirSeed() async throws {
        let bench = try Workbench()
        let run = try await bench.run()
        let (service, sampler) = (try DrawingService(run), try Sampler(run))
        let all = try sampler.latents(count: 1300, seed: 3)
        let indices = [1299, 0, 700, 0, 1]
        #expect(try await service.latents(indices, of: 3) == indices.map { all[$0] })
    }

    @Test func manyCallersAreServedInTurn() async throws {
        let bench = try Workbench()
        let run = try await bench.run()
        let service = try DrawingService(run)
        let finished = try await withThrowingTaskGroup(of: Int.self) { group in
            group.addTask { try await service.images(count: 4000, seed: 0).count }
            for seed in 1...8 as ClosedRange<UInt64> {
                group.addTask { try await service.images(count: 1, seed: seed).count }
            }
            return try await group.reduce(into: []) { $0.append($1) }
        }
        // Who asks for little does not wait for who asks for much.
        #expect(finished == [Int](repeating: 1, count: 8) + [4000])
    }

    @Test func aCancelledCallEndsBetweenPieces() async throws {
        let bench = try Workbench()
        let run = try await bench.run()
        let turns = Mutex(0)
        let service = DrawingService(
            try Sampler(run),
            waitForTurn: {
                turns.withLock { $0 += 1 }
                if turns.withLock({ $0 }) == 5 { withUnsafeCurrentTask { $0?.cancel() } }
            })
        let task = Task { try await service.images(count: 10_000, seed: 1) }
        await #expect(throws: CancellationError.self) { try await task.value }
        #expect(turns.withLock { $0 } == 5)
        // Others are drawn for.
        #expect(try await service.images(count: 2, seed: 1).count == 2)
    }

    @Test func itJudgesAndSearchesWithACritic() async throws {
        let bench = try Workbench()
        let run = try await bench.run()
        let (sampler, critic) = (try Sampler(run), try Critic(run))
        let service = DrawingService(try Sampler(run), critic: try Critic(run))
        let latent = try sampler.latents(count: 1, seed: 4)[0]
        let image = try sampler.draw([latent]).values
        let judgement = try await service.judge(image)
        #expect(try judgement.logit == critic.judge(image).logit)
        #expect(
            try await service.latentGradient(of: latent) == critic.latentGradient(of: latent, drawnBy: sampler))

        let search = try LatentSearch(for: image, with: sampler, seed: 2)
        for _ in 0..<20 { try search.advance() }
        let told = Mutex<[Int]>([])
        let nearest = try await service.search(for: image, seed: 2, iterations: 20) { iteration, _ in
            told.withLock { $0.append(iteration) }
        }
        #expect(nearest?.latent == search.best?.latent && told.withLock { $0 } == Array(1...20))

        let generator = try DrawingService(run)
        await #expect(throws: ConfigurationError.self) { try await generator.judge(image) }
    }
}
