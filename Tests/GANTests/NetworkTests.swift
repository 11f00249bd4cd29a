import GAN
import Networks
import Runs
import Testing
import Torch

@Suite struct NetworkTests {
    @Test(arguments: [16, 20, 28, 32, 64, 128], [1, 3])
    func sizesFit(imageSize: Int, channels: Int) throws {
        let random = try RandomGenerator(seed: 1)
        let (generator, discriminator) = try networks(of: ImageShape(size: imageSize, channels: channels), random)
        for mode in [Network.Mode.training(random: random), .inference] {
            let images = try generator(random.normal([3, 5]), mode)
            #expect(images.shape == [3, channels, imageSize, imageSize])
            #expect(try images.detached().floats().allSatisfy { abs($0) <= 1 })
            #expect(try discriminator(images, mode).shape == [3, 1])
        }
    }

    /// The tutorial's networks have 2,330,944 and 212,865 weights; Keras's `summary()` says so.
    @Test func tutorialHasItsWeights() throws {
        func count(_ network: NetworkDescription) throws -> Int {
            try network.weights().reduce(0) { $0 + $1.shape.reduce(1, *) }
        }
        #expect(try count(DCGAN().generator(of: ImageShape())) == 2_330_944)
        #expect(try count(DCGAN().discriminator(of: ImageShape())) == 212_865)
    }

    @Test func wrongInputsAreExplained() throws {
        let random = try RandomGenerator(seed: 1)
        let (generator, discriminator) = try networks(of: ImageShape(size: 16), random)
        #expect(throws: TorchError.self) { try generator(random.normal([3, 6]), .inference) }
        #expect(throws: TorchError.self) { try discriminator(random.normal([3, 3, 16, 16]), .inference) }
    }

    /// Dropout acts in training alone: at rate 0.3 two passes differ, in inference mode they agree.
    @Test func dropoutActsInTrainingOnly() throws {
        let random = try RandomGenerator(seed: 1)
        let (_, discriminator) = try networks(of: ImageShape(size: 16), random)
        let images = try random.normal([3, 1, 16, 16])
        func logits(_ mode: Network.Mode) throws -> [Float] { try discriminator(images, mode).detached().floats() }
        #expect(try logits(.training(random: random)) != logits(.training(random: random)))
        #expect(try logits(.inference) == logits(.inference))
    }

    /// What describes networks that are not the tutorial's is not taken for them.
    @Test func tutorialKnowsItsOwn() {
        let tutorial = DCGAN(latentSize: 5, width: 3)
        let images = ImageShape(size: 20, channels: 3)
        #expect(DCGAN(of: tutorial.generator(of: images), drawing: images) == tutorial)
        #expect(DCGAN(of: tutorial.discriminator(of: images), drawing: images) == nil)
        #expect(DCGAN(of: NetworkDescription(latents: 5) { Dense(1) }, drawing: images) == nil)
        for size in [0, 8, 18, 132] {
            #expect(throws: ConfigurationError.self) { try tutorial.check(ImageShape(size: size)) }
        }
    }

    private func networks(
        of images: ImageShape, _ random: RandomGenerator
    ) throws -> (generator: Network, discriminator: Network) {
        let architecture = DCGAN(latentSize: 5, width: 2)
        return (
            try Network(architecture.generator(of: images), named: "generator", random: random),
            try Network(architecture.discriminator(of: images), named: "discriminator", random: random)
        )
    }
}
