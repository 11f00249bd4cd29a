import Torch

/// Training steps of networks that are built here from Torch's layers: the tutorial's, and those with a deeper
/// discriminator; relativistic loss, with and without penalties on the discriminator's gradients.
enum Recipes {
    private struct Size {
        let width: Int, batch: Int
    }

    static func measure(_ report: (Measurement) -> Void) throws {
        for size in [Size(width: 64, batch: 256), Size(width: 32, batch: 64)] {
            try measure(size, name: "tutorial's networks") {
                try TutorialDiscriminator(width: size.width, random: $0)
            }.forEach(report)
        }
        let size = Size(width: 32, batch: 64)
        try measure(size, name: "deeper discriminator") {
            try DeeperDiscriminator(width: size.width, random: $0)
        }.forEach(report)
    }

    /// A step without penalties and one with R1 and R2, by turns.
    private static func measure(
        _ size: Size, name: String, _ discriminator: (RandomGenerator) throws -> any RecipeDiscriminator
    ) throws -> [Measurement] {
        let random = try RandomGenerator(seed: 0)
        let realImages = try random.uniform([size.batch, 1, 28, 28], from: -1, to: 1)
        let steps = try [0, 1.0].map { gamma in
            try RecipeStep(
                generator: RecipeGenerator(width: size.width, random: random), discriminator: discriminator(random),
                gamma: gamma, random: random)
        }
        let seconds = try Measurement.rounds(15, of: steps) { step in
            { try step(realImages: realImages) }
        }
        return zip(["", ", R1 and R2"], seconds).map { penalties, seconds in
            Measurement("\(name), \(size.width), \(size.batch)\(penalties)", values: seconds)
        }
    }
}

/// An update of each network by the relativistic pairing loss of Jolicoeur-Martineau 2018, with R1 and R2 where `gamma`
/// is above 0, as Huang et al. 2024 have them (https://arxiv.org/abs/2501.05441).
private final class RecipeStep {
    private let generator: RecipeGenerator, discriminator: any RecipeDiscriminator
    private let generatorOptimizer: Adam, discriminatorOptimizer: Adam
    private let gamma: Double
    private let random: RandomGenerator

    init(
        generator: RecipeGenerator, discriminator: any RecipeDiscriminator, gamma: Double, random: RandomGenerator
    ) throws {
        (self.generator, self.discriminator, self.gamma, self.random) = (generator, discriminator, gamma, random)
        func adam(_ layers: [any Layer]) throws -> Adam {
            let parameters = layers.enumerated().flatMap { number, layer in
                layer.parameters.map { $0.prefixed(by: "\(number)") }
            }
            return try Adam(parameters: parameters, stepSize: 1e-4, beta1: 0.5)
        }
        generatorOptimizer = try adam(generator.layers)
        discriminatorOptimizer = try adam(discriminator.layers)
    }

    func callAsFunction(realImages: Tensor) throws -> Double {
        let count = realImages.shape[0]
        let fakeImages = try withoutGradients { try generator(random.normal([count, 100])) }
        let images = try Tensor.concatenated([realImages, fakeImages])
        try images.requireGradient(gamma > 0)
        let logits = try discriminator(images)
        let margins =
            try logits.narrowed(dimension: 0, start: count, length: count)
            - logits.narrowed(dimension: 0, start: 0, length: count)
        var loss = try margins.softplus().mean()
        if gamma > 0 {
            let slopes = try gradients(of: logits.sum(), withRespectTo: [images], differentiable: true)[0]
            loss = try loss + slopes.square().sum() * (gamma / 2 / Double(count))
        }
        let value = try loss.scalar()
        try discriminatorOptimizer.step(
            gradients: gradients(of: loss, withRespectTo: discriminator.layers.flatMap { $0.parameters.map(\.tensor) }))

        let realLogits = try withoutGradients { try discriminator(realImages) }
        let generatorLoss = try (realLogits - discriminator(generator(random.normal([count, 100])))).softplus().mean()
        try generatorOptimizer.step(
            gradients: gradients(
                of: generatorLoss, withRespectTo: generator.layers.flatMap { $0.parameters.map(\.tensor) }))
        return try value + generatorLoss.scalar()
    }
}

private final class RecipeGenerator {
    let layers: [any Layer]
    private let forward: (Tensor) throws -> Tensor

    init(width: Int, random: RandomGenerator) throws {
        let dense = try Dense(inputs: 100, outputs: 49 * 4 * width, useBias: false, generator: random)
        let norms = try [49 * 4 * width, 2 * width, width].map { try BatchNorm(features: $0) }
        let reshape = ReshapeHWC(height: 7, width: 7, channels: 4 * width)
        let convolutions = try [(4 * width, 2 * width, 1), (2 * width, width, 2), (width, 1, 2)].map {
            try ConvTranspose2D(
                inputChannels: $0, outputChannels: $1, kernelSize: 5, stride: $2, useBias: false, generator: random)
        }
        layers = [dense] + norms + convolutions
        forward = { latents in
            var x = try reshape(dense(latents))
            for (norm, convolution) in zip(norms, convolutions) {
                x = try convolution(x, after: norm, LeakyReLU(slope: 0.3), training: true)
            }
            return try x.tanh()
        }
    }

    func callAsFunction(_ latents: Tensor) throws -> Tensor { try forward(latents) }
}

private protocol RecipeDiscriminator {
    var layers: [any Layer] { get }
    /// Logits [N, 1] of images [N, 1, 28, 28].
    func callAsFunction(_ images: Tensor) throws -> Tensor
}

/// Without dropout, which penalties take the place of.
private struct TutorialDiscriminator: RecipeDiscriminator {
    private let conv1: Conv2D, conv2: Conv2D, dense: Dense
    private let activation = LeakyReLU(slope: 0.3)
    private let random: RandomGenerator

    init(width: Int, random: RandomGenerator) throws {
        self.random = random
        conv1 = try Conv2D(inputChannels: 1, outputChannels: width, kernelSize: 5, stride: 2, generator: random)
        conv2 = try Conv2D(
            inputChannels: width, outputChannels: 2 * width, kernelSize: 5, stride: 2, generator: random)
        dense = try Dense(inputs: 49 * 2 * width, outputs: 1, generator: random)
    }

    var layers: [any Layer] { [conv1, conv2, dense] }

    func callAsFunction(_ images: Tensor) throws -> Tensor {
        func active(_ convolution: Conv2D, _ x: Tensor) throws -> Tensor {
            try convolution(x, then: activation, Dropout(rate: 0), training: true, generator: random)
        }
        return try dense(FlattenHWC()(active(conv2, active(conv1, images))))
    }
}

/// With a residual block at 14×14 and one at 7×7.
private struct DeeperDiscriminator: RecipeDiscriminator {
    private let conv1: Conv2D, block1: [Conv2D], conv2: Conv2D, block2: [Conv2D], dense: Dense
    private let activation = LeakyReLU(slope: 0.3)

    init(width: Int, random: RandomGenerator) throws {
        func convolution(_ inputs: Int, _ outputs: Int, stride: Int) throws -> Conv2D {
            try Conv2D(
                inputChannels: inputs, outputChannels: outputs, kernelSize: 5, stride: stride, generator: random)
        }
        func block(_ width: Int) throws -> [Conv2D] {
            let layers = try [convolution(width, width, stride: 1), convolution(width, width, stride: 1)]
            try layers[1].kernel.fill(0)
            return layers
        }
        conv1 = try convolution(1, width, stride: 2)
        block1 = try block(width)
        conv2 = try convolution(width, 2 * width, stride: 2)
        block2 = try block(2 * width)
        dense = try Dense(inputs: 49 * 2 * width, outputs: 1, generator: random)
    }

    var layers: [any Layer] { [conv1] + block1 + [conv2] + block2 + [dense] }

    func callAsFunction(_ images: Tensor) throws -> Tensor {
        func apply(_ block: [Conv2D], _ x: Tensor) throws -> Tensor {
            try block[1](block[0](x, after: activation), after: activation, adding: x)
        }
        let features = try apply(block2, conv2(apply(block1, conv1(images)), after: activation))
        return try dense(FlattenHWC()(activation(features)))
    }
}
