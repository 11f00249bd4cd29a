import Foundation
import GAN
import Networks
import Runs
import Testing
import Torch

@Suite struct MovingAverageTests {
    private let random: RandomGenerator
    private let source: Network

    init() throws {
        random = try RandomGenerator(seed: 2)
        let images = ImageShape(size: 16, channels: 1)
        source = try Network(
            DCGAN(latentSize: 8, width: 4).generator(of: images), named: "generator", random: random)
    }

    /// With a half-life, weights of 320 images ago count half once 6,400 have been seen; a twentieth of those before.
    @Test(arguments: [(1_000_000, 64), (320, 6_400), (320, 100_000)])
    func halfLivesCountImages(halfLife: Int, imagesSeen: Int) throws {
        let average = try MovingAverage(of: source, memory: .halfLife(images: Double(halfLife)))
        let before = try average.generator.parameters[0].tensor.floats()
        try source.parameters[0].tensor.fill(1)
        try average.update(from: source, step: 7, images: 64, imagesSeen: imagesSeen)
        let kept = Float(pow(0.5, 64 / min(Double(halfLife), Double(imagesSeen) / 20)))
        let found = try average.generator.parameters[0].tensor.floats()
        #expect(zip(found, before).allSatisfy { abs($0 - (kept * $1 + 1 - kept)) < 1e-6 })
    }

    /// After an estimation, inference does with the moving moments what training does with the batch's.
    @Test func estimatedMomentsAreThoseOfTheLatents() throws {
        let average = try MovingAverage(of: source, memory: .halfLife(images: 100))
        let latents = try random.normal([64, 8])
        try average.estimateMoments(from: [latents])
        try withoutGradients {
            let inferred = try average.generator(latents, .inference).floats()
            let trained = try average.generator(latents, .training(random: random)).floats()
            #expect(zip(inferred, trained).allSatisfy { abs($0 - $1) < 1e-5 })
        }
    }

    /// Of several batches the first normalisation has the mean of the moments.
    @Test func momentsOfBatchesAreAveraged() throws {
        let average = try MovingAverage(of: source, memory: .halfLife(images: 100))
        let batches = try (0..<3).map { _ in try random.normal([16, 8]) }
        try average.estimateMoments(from: batches)
        let kernel = try #require(average.generator.parameters.first).tensor
        let means = try batches.map { try $0.linear(kernel: kernel, bias: nil).mean(dimensions: [0]).floats() }
        let found = try average.generator.buffers[0].tensor.floats()
        for feature in found.indices {
            #expect(abs(found[feature] - means.map { $0[feature] }.reduce(0, +) / 3) < 1e-5)
        }
    }
}
