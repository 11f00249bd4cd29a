import GAN
import Testing
import Torch

@Suite struct NetworkTests {
    @Test(arguments: [16, 20, 28, 32, 64, 128], [1, 3])
    func sizesFit(imageSize: Int, channels: Int) throws {
        let shape = NetworkShape(imageSize: imageSize, channels: channels, latentSize: 5, width: 2)
        let random = try RandomGenerator(seed: 1)
        let generator = try Generator(shape, random: random)
        let discriminator = try Discriminator(shape, random: random)
        for training in [true, false] {
            let images = try generator(random.normal([3, 5]), training: training)
            #expect(images.shape == [3, channels, imageSize, imageSize])
            #expect(try images.detached().floats().allSatisfy { abs($0) <= 1 })
            #expect(try discriminator(images, training: training, random: random).shape == [3, 1])
        }
    }

    /// The tutorial's networks have 2,330,944 and 212,865 weights; Keras's `summary()` says so.
    @Test func tutorialHasItsWeights() throws {
        let random = try RandomGenerator(seed: 1)
        let generator = try Generator(NetworkShape(), random: random)
        let discriminator = try Discriminator(NetworkShape(), random: random)
        #expect(generator.weights.reduce(0) { $0 + $1.tensor.count } == 2_330_944)
        #expect(discriminator.weights.reduce(0) { $0 + $1.tensor.count } == 212_865)
    }

    @Test func wrongInputsAreExplained() throws {
        let random = try RandomGenerator(seed: 1)
        let shape = NetworkShape(imageSize: 16, channels: 1, latentSize: 5, width: 2)
        let generator = try Generator(shape, random: random)
        let discriminator = try Discriminator(shape, random: random)
        #expect(throws: TorchError.self) { try generator(random.normal([3, 6]), training: false) }
        #expect(throws: TorchError.self) {
            try discriminator(random.normal([3, 3, 16, 16]), training: false, random: random)
        }
    }

    /// Dropout acts in training alone: at rate 0.3 two passes differ, in inference mode they agree.
    @Test func dropoutActsInTrainingOnly() throws {
        let random = try RandomGenerator(seed: 1)
        let discriminator = try Discriminator(
            NetworkShape(imageSize: 16, channels: 1, latentSize: 5, width: 2), random: random)
        let images = try random.normal([3, 1, 16, 16])
        func logits(training: Bool) throws -> [Float] {
            try discriminator(images, training: training, random: random).detached().floats()
        }
        #expect(try logits(training: true) != logits(training: true))
        #expect(try logits(training: false) == logits(training: false))
    }
}
