import Foundation
import GAN
import Networks
import Runs
import Testing
import Torch

@Suite struct CriticTests {
    private func trained() async throws -> (tiny: TinyRun, critic: Critic, sampler: Sampler) {
        let tiny = try TinyRun()
        let run = try await tiny.train().run
        return (tiny, try Critic(run), try Sampler(run))
    }

    /// The norm of the difference between slopes and a gradient, over the norm of the slopes.
    private func disagreement(
        _ gradient: [Float], of function: ([Float]) throws -> Double, at point: [Float], width: Float
    ) rethrows -> Double {
        let slopes = try point.indices.map { place in
            var (low, high) = (point, point)
            low[place] -= width
            high[place] += width
            return (try function(high) - function(low)) / (2 * Double(width))
        }
        let differences = zip(slopes, gradient).map { ($0 - Double($1)) * ($0 - Double($1)) }
        return (differences.reduce(0, +) / slopes.reduce(0) { $0 + $1 * $1 }).squareRoot()
    }

    @Test func gradientIsTheSlopeOfTheLogit() async throws {
        let (tiny, critic, sampler) = try await trained()
        withExtendedLifetime(tiny) {}
        let image = try sampler.draw(count: 1, seed: 3).values
        let judgement = try critic.judge(image)
        // Between two kinks of LeakyReLU the logit is linear in a pixel: a small step misses nearly all of them.
        let error = try disagreement(judgement.gradient, of: { try critic.judge($0).logit }, at: image, width: 1e-3)
        #expect(judgement.gradient.count == image.count)
        #expect(error < 0.04)
        #expect(abs(judgement.probability - 1 / (1 + exp(-judgement.logit))) < 1e-12)
    }

    @Test func latentGradientIsTheSlopeOfTheLogitOfTheDrawing() async throws {
        let (tiny, critic, sampler) = try await trained()
        withExtendedLifetime(tiny) {}
        let latent = try sampler.latents(count: 2, seed: 5)[1]
        let gradient = try critic.latentGradient(of: latent, drawnBy: sampler)
        let error = try disagreement(
            gradient, of: { try critic.judge(sampler.draw([$0]).values).logit }, at: latent, width: 1e-3)
        #expect(gradient.count == latent.count)
        #expect(error < 0.05)
    }

    @Test func judgementIsTheDiscriminatorsOwn() async throws {
        let (tiny, critic, sampler) = try await trained()
        let run = try RunDirectory.open(tiny.runsFolder + "/00001-discs-tutorial")
        let image = try sampler.draw(count: 1, seed: 0).values
        let saved = try Safetensors.read(run.discriminatorPath)
        let description = try run.configuration().networks.discriminator(of: critic.images)
        let discriminator = try Network(description, named: "discriminator") { weight in
            try #require(saved.tensor(named: "discriminator.\(weight.name)"))
        }
        let logit = try withoutGradients {
            try discriminator(Tensor(image, shape: [1, 1, 16, 16]), .inference).scalar()
        }
        #expect(abs(try critic.judge(image).logit - logit) < 1e-5)
    }

    @Test func stepsAlongTheGradientRaiseTheLogit() async throws {
        let (tiny, critic, sampler) = try await trained()
        withExtendedLifetime(tiny) {}
        var image = try sampler.draw(count: 1, seed: 1).values
        var logits = [try critic.judge(image).logit]
        for _ in 0..<6 {
            image = ascentStep(from: image, along: try critic.judge(image).gradient, length: 0.5, bounds: -1...1)
            logits.append(try critic.judge(image).logit)
        }
        #expect(zip(logits, logits.dropFirst()).allSatisfy { $0 < $1 })
        #expect(image.allSatisfy { (-1...1).contains($0) })
    }

    @Test func damagedWeightsAreExplained() async throws {
        let (tiny, _, _) = try await trained()
        let run = try RunDirectory.open(tiny.runsFolder + "/00001-discs-tutorial")
        let weights = try Safetensors.read(run.discriminatorPath)
        try Safetensors.write(tensors: weights.tensors, metadata: [:], to: run.discriminatorPath)
        #expect(throws: CheckpointError.self) { try Critic(run) }
        let other = ["imageSize": "16", "channels": "1", "latentSize": "8", "width": "8"]
        try Safetensors.write(tensors: weights.tensors, metadata: other, to: run.discriminatorPath)
        #expect(throws: CheckpointError.self) { try Critic(run) }
        try Data("no weights".utf8).write(to: URL(fileURLWithPath: run.discriminatorPath))
        #expect(throws: SafetensorsError.self) { try Critic(run) }
        try FileManager.default.removeItem(atPath: run.discriminatorPath)
        let error = #expect(throws: ConfigurationError.self) { try Critic(run) }
        #expect(error?.description.contains("atelier resume") == true)
    }
}

@Suite struct AscentStepTests {
    @Test func movesByItsLength() {
        let moved = ascentStep(from: [0, 0, 1], along: [3, 0, 4], length: 10)
        #expect(moved == [6, 0, 9])
        #expect(ascentStep(from: [1, 2], along: [0, 0], length: 3) == [1, 2])
    }

    @Test func spendsNothingOnWhatCannotMove() {
        // The first is at its upper bound and pushed up: the whole step is the second's.
        #expect(ascentStep(from: [1, 0], along: [100, 0.5], length: 0.25, bounds: -1...1) == [1, 0.25])
        #expect(ascentStep(from: [-1, 0], along: [-100, -0.5], length: 0.25, bounds: -1...1) == [-1, -0.25])
        #expect(ascentStep(from: [1, 0.75], along: [-3, 4], length: 2.5, bounds: -1...1) == [-0.5, 1])
    }
}
