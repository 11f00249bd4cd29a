import GAN
import Networks
import Runs
import Testing
import Torch

/// Both networks and the training step against what Keras made of the same weights and inputs.
@Suite struct KerasTests {
    /// The networks of the fixtures, width 4 and latent size 8, without dropout.
    struct TestedNetworks {
        let random: RandomGenerator
        let generator: Network
        let discriminator: Network
        var training: Network.Mode { .training(random: random) }

        init() throws {
            let architecture = DCGAN(latentSize: 8, width: 4, dropoutRate: 0)
            random = try RandomGenerator(seed: 1)
            generator = try Network(architecture.generator(of: ImageShape()), named: "generator", random: random)
            discriminator = try Network(
                architecture.discriminator(of: ImageShape()), named: "discriminator", random: random)
        }

        var weights: [NamedTensor] { generator.weights + discriminator.weights }
    }

    @Test func inferenceAgrees() throws {
        let fixture = try KerasFixture("keras-networks")
        let networks = try TestedNetworks()
        try fixture.load("initial/", into: networks.weights)
        try withoutGradients {
            let images = try networks.generator(fixture["input/latents"], .inference)
            try expectAgreement(images, fixture["inference/fakeImages"], "G(z)")
            let logits = try networks.discriminator(fixture["input/realImages"], .inference)
            try expectAgreement(logits, fixture["inference/realLogits"], "D(x)")
        }
    }

    @Test func trainingOutputsAndMovingStatisticsAgree() throws {
        let fixture = try KerasFixture("keras-networks")
        let networks = try TestedNetworks()
        try fixture.load("initial/", into: networks.weights)
        let images = try networks.generator(fixture["input/latents"], networks.training)
        try expectAgreement(images, fixture["training/fakeImages"], "G(z)")
        for buffer in networks.generator.buffers {
            try expectAgreement(buffer.tensor, fixture["training/\(buffer.name)"], buffer.name)
        }
        let realLogits = try networks.discriminator(fixture["input/realImages"], networks.training)
        try expectAgreement(realLogits, fixture["training/realLogits"], "D(x)")
        let fakeLogits = try networks.discriminator(images, networks.training)
        try expectAgreement(fakeLogits, fixture["training/fakeLogits"], "D(G(z))")
    }

    @Test func everyGradientAgrees() throws {
        let fixture = try KerasFixture("keras-networks")
        let networks = try TestedNetworks()
        try fixture.load("initial/", into: networks.weights)
        let loss = CrossEntropyLoss()
        let latents = try fixture["input/latents"]
        try latents.requireGradient(true)

        let fakeImages = try networks.generator(latents, networks.training)
        let fakeLogits = try networks.discriminator(fakeImages, networks.training)
        let generatorLoss = try loss.generator(fakeLogits: fakeLogits) { fakeLogits }.sum()
        try expectAgreement(generatorLoss, fixture["loss/generator"], "generator's loss")
        let parameters = networks.generator.parameters
        let generatorGradients = try gradients(
            of: generatorLoss, withRespectTo: parameters.map(\.tensor) + [latents, fakeImages])
        let generatorNames =
            parameters.map(\.name) + ["generatorStep.latents", "generatorStep.fakeImages"]
        for (name, gradient) in zip(generatorNames, generatorGradients) {
            try expectAgreement(gradient, fixture["gradient/\(name)"], name)
        }

        let realImages = try fixture["input/realImages"]
        let drawnImages = try fixture["training/fakeImages"]
        try realImages.requireGradient(true)
        try drawnImages.requireGradient(true)
        let discriminatorLoss = try loss.discriminator(
            realLogits: networks.discriminator(realImages, networks.training),
            fakeLogits: networks.discriminator(drawnImages, networks.training)
        ).sum()
        try expectAgreement(discriminatorLoss, fixture["loss/discriminator"], "discriminator's loss")
        let discriminatorParameters = networks.discriminator.parameters
        let discriminatorGradients = try gradients(
            of: discriminatorLoss,
            withRespectTo: discriminatorParameters.map(\.tensor) + [realImages, drawnImages])
        let discriminatorNames =
            discriminatorParameters.map(\.name)
            + ["discriminatorStep.realImages", "discriminatorStep.fakeImages"]
        for (name, gradient) in zip(discriminatorNames, discriminatorGradients) {
            try expectAgreement(gradient, fixture["gradient/\(name)"], name)
        }
    }

    /// Five whole steps, the last batch shorter: losses of each, and weights, moving statistics and Adam's moments
    /// after the first and the last.
    @Test func fiveStepsAgree() throws {
        let fixture = try KerasFixture("keras-steps")
        let networks = try TestedNetworks()
        try fixture.load("initial/", into: networks.weights)
        let generatorOptimizer = try Adam(parameters: networks.generator.parameters, stepSize: 1e-3)
        let discriminatorOptimizer = try Adam(parameters: networks.discriminator.parameters, stepSize: 1e-3)
        let train = TrainingStep(
            generator: .init(networks.generator, generatorOptimizer),
            discriminator: .init(networks.discriminator, discriminatorOptimizer),
            objective: Objective(CrossEntropyLoss()), reduction: .sum)

        for step in 1...5 {
            let realImages = try fixture["step\(step)/realImages"]
            let count = Double(realImages.shape[0])
            var latents = try ["discriminator", "generator"].map { try fixture["step\(step)/latents.\($0)"] }
            let measured = try train(realImages: realImages, random: networks.random) { latents.removeFirst() }
            let expectedDiscriminatorLoss = try fixture["step\(step)/loss.discriminator"].scalar() / count
            let expectedGeneratorLoss = try fixture["step\(step)/loss.generator"].scalar() / count
            let discriminatorLoss = try #require(measured[.discriminatorLoss])
            let generatorLoss = try #require(measured[.generatorLoss])
            #expect(abs(discriminatorLoss - expectedDiscriminatorLoss) <= 1e-5 * expectedDiscriminatorLoss)
            #expect(abs(generatorLoss - expectedGeneratorLoss) <= 1e-5 * expectedGeneratorLoss)

            guard step == 1 || step == 5 else { continue }
            let state = networks.weights + generatorOptimizer.state + discriminatorOptimizer.state
            // 10 parameters of G and 6 of D, each with two moments, and 6 moving statistics.
            #expect(state.count == 16 * 3 + 6)
            for item in state {
                try expectAgreement(item.tensor, fixture["step\(step)/\(item.name)"], "step \(step): \(item.name)")
            }
        }
    }
}
