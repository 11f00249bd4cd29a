// The TensorFlow tutorial's DCGAN, in the order of the article. A folder of Quick, Draw! .npy files, one a category:
//
//     swift run -c release Tutorial drawings/
import Datasets
import Foundation
import GAN
import Networks
import Torch

@main
final class Tutorial {
    static let batchSize = 256
    static let latentSize = 100

    // The generator makes an image of 100 random numbers.
    static let generatorLayers = NetworkDescription(latents: latentSize) {
        Dense(7 * 7 * 256, bias: false)
        BatchNorm()
        LeakyReLU()

        Reshape(7, 7, 256)
        ConvTranspose2D(128, kernel: 5, bias: false)
        BatchNorm()
        LeakyReLU()

        ConvTranspose2D(64, kernel: 5, stride: 2, bias: false)
        BatchNorm()
        LeakyReLU()

        ConvTranspose2D(1, kernel: 5, stride: 2, bias: false)
        Tanh()
    }

    // The discriminator gives an image a logit: above 0 for real, below for generated.
    static let discriminatorLayers = NetworkDescription(images: 28, channels: 1) {
        Conv2D(64, kernel: 5, stride: 2)
        LeakyReLU()
        Dropout(0.3)

        Conv2D(128, kernel: 5, stride: 2)
        LeakyReLU()
        Dropout(0.3)

        Flatten()
        Dense(1)
    }

    let dataset: Dataset
    let random: RandomGenerator
    let generator: Network
    let discriminator: Network
    let generatorOptimizer: Adam
    let discriminatorOptimizer: Adam
    /// The same for every grid of drawings, so that one sees them grow.
    let sampleLatents: Tensor

    init(folder: String) throws {
        dataset = try Dataset.open([folder], options: DatasetOptions(imageSize: 28, selectionTotal: 80_000))
        random = try RandomGenerator(seed: 0)
        generator = try Network(Self.generatorLayers, named: "generator", random: random)
        discriminator = try Network(Self.discriminatorLayers, named: "discriminator", random: random)
        generatorOptimizer = try Adam(parameters: generator.parameters, stepSize: 1e-4)
        discriminatorOptimizer = try Adam(parameters: discriminator.parameters, stepSize: 1e-4)
        sampleLatents = try random.normal([16, Self.latentSize])
    }

    func showDrawing(at index: Int) throws {
        let pixels = try dataset.images(at: [index])
        let lines = try HalfBlocks.lines(images: pixels, channels: 1, height: 28, width: 28, terminalWidth: 80)
        print(lines.joined(separator: "\n"))
    }

    /// Teaches the discriminator to tell real images from generated ones.
    func trainDiscriminator(realImages: Tensor) throws -> Double {
        let latents = try random.normal([realImages.shape[0], Self.latentSize])
        let fakeImages = try generator(latents, .training(random: random))
        let realLogits = try discriminator(realImages, .training(random: random))
        let fakeLogits = try discriminator(fakeImages, .training(random: random))
        let loss = try realLogits.sigmoidCrossEntropy(target: 1).sum() + fakeLogits.sigmoidCrossEntropy(target: 0).sum()

        let weights = discriminator.parameters.map(\.tensor)
        try discriminatorOptimizer.step(gradients: gradients(of: loss, withRespectTo: weights))
        return try loss.scalar() / Double(realImages.shape[0])
    }

    /// Teaches the generator to draw what the discriminator takes for real.
    func trainGenerator(count: Int) throws -> Double {
        let latents = try random.normal([count, Self.latentSize])
        let fakeImages = try generator(latents, .training(random: random))
        let fakeLogits = try discriminator(fakeImages, .training(random: random))
        let loss = try fakeLogits.sigmoidCrossEntropy(target: 1).sum()

        let weights = generator.parameters.map(\.tensor)
        try generatorOptimizer.step(gradients: gradients(of: loss, withRespectTo: weights))
        return try loss.scalar() / Double(count)
    }

    func train(epochs: Int) throws {
        let sampler = BatchSampler(count: dataset.count, batchSize: Self.batchSize, seed: 0)
        for epoch in 1...epochs {
            let start = Date()
            for batch in 0..<sampler.batchesPerEpoch {
                let indices = sampler.indices(epoch: epoch, batch: batch)
                let realImages = try Tensor(dataset.images(at: indices), shape: [indices.count, 1, 28, 28])
                let discriminatorLoss = try trainDiscriminator(realImages: realImages)
                let generatorLoss = try trainGenerator(count: indices.count)
                print("epoch \(epoch) batch \(batch + 1)  loss D \(discriminatorLoss) G \(generatorLoss)")
            }
            try sampleImages(epoch: epoch)
            try saveModel()
            print("epoch \(epoch) took \(Date().timeIntervalSince(start)) s")
        }
    }

    func sampleImages(epoch: Int) throws {
        let images = try withoutGradients { try generator(sampleLatents, .inference).floats() }
        let grid = try ContactSheet(columns: 4).draw(images: images, channels: 1, height: 28, width: 28)
        try Data(PNG.encode(grid)).write(to: URL(filePath: "image_at_epoch_\(epoch).png"))
    }

    func saveModel() throws {
        try NetworkWeights(.generator, of: generator).write(to: "generator.safetensors")
        try NetworkWeights(.discriminator, of: discriminator).write(to: "discriminator.safetensors")
    }

    func loadModel() throws {
        try NetworkWeights(.generator, contentsOf: "generator.safetensors").load(into: generator)
        try NetworkWeights(.discriminator, contentsOf: "discriminator.safetensors").load(into: discriminator)
    }

    static func main() throws {
        let arguments = CommandLine.arguments
        let tutorial = try Tutorial(folder: arguments.count > 1 ? arguments[1] : "drawings")
        try tutorial.showDrawing(at: 0)
        try tutorial.train(epochs: arguments.count > 2 ? Int(arguments[2]) ?? 100 : 100)
        try tutorial.loadModel()
        try tutorial.sampleImages(epoch: 0)
    }
}
