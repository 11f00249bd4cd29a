import Foundation
import GAN
import Networks
import Runs
import Testing
import Torch

/// Losses, penalties and schedules against values by hand and against autograd's own way through the networks.
@Suite struct ObjectiveTests {
    private let random: RandomGenerator
    init() throws { random = try RandomGenerator(seed: 11) }

    private static func column(_ values: [Float]) throws -> Tensor { try Tensor(values, shape: [values.count, 1]) }

    /// Each loss of the logits 2 and −0.5 of real images, −1 and 0.25 of generated ones.
    @Test(arguments: [
        (
            Loss.crossEntropy,
            [log(1 + exp(-2.0)) + log(1 + exp(-1.0)), log(1 + exp(0.5)) + log(1 + exp(0.25))],
            [log(1 + exp(1.0)), log(1 + exp(-0.25))]
        ),
        (Loss.hinge, [0, 1.5 + 1.25], [1, -0.25]),
        (
            Loss.relativistic, [log(1 + exp(-3.0)), log(1 + exp(0.75))], [log(1 + exp(3.0)), log(1 + exp(-0.75))]
        ),
    ])
    func lossesByHand(loss: Loss, discriminator: [Double], generator: [Double]) throws {
        let (real, fake) = (try Self.column([2, -0.5]), try Self.column([-1, 0.25]))
        let found = [
            try loss.adversarial.discriminator(realLogits: real, fakeLogits: fake),
            try loss.adversarial.generator(fakeLogits: fake) { real },
        ]
        for (found, expected) in zip(found, [discriminator, generator]) {
            #expect(found.shape == [2, 1])
            #expect(zip(try found.floats(), expected).allSatisfy { abs(Double($0) - $1) < 1e-6 }, "\(loss)")
        }
    }

    /// Who is taken for real: by the logit's sign, or by which of a pair has the greater.
    @Test func verdictsByHand() throws {
        let (real, fake) = (try Self.column([2, -0.5]), try Self.column([3, -1]))
        let own = try Loss.hinge.adversarial.verdicts(realLogits: real, fakeLogits: fake)
        #expect(try own.real.floats() == [2, -0.5] && own.fake.floats() == [3, -1])
        let paired = try Loss.relativistic.adversarial.verdicts(realLogits: real, fakeLogits: fake)
        #expect(try paired.real.floats() == [-1, 0.5] && paired.fake.floats() == [1, -0.5])
    }

    /// A penalty is γ/2 times the sum of squares; γ = 3 falls to 1 over half of the run.
    @Test(arguments: [(0.0, 3.0), (0.25, 2.0), (0.5, 1.0), (1.0, 1.0)])
    func penaltiesByHand(progress: Double, gamma: Double) throws {
        let penalty = GradientPenalty(.real, gamma: Schedule(from: 3, to: 1, over: 0.5))
        let slopes = try Tensor([1, 2, 3, 4, 0, 0, 0, -2], shape: [2, 1, 2, 2])
        let found = try penalty(slopes, progress: progress)
        #expect(found.shape == [2, 1])
        #expect(zip(try found.floats(), [15 * gamma, 2 * gamma]).allSatisfy { abs(Double($0) - $1) < 1e-5 })
    }

    private func network(_ description: NetworkDescription, _ name: String) throws -> Network {
        let network = try Network(description, named: name) { try random.uniform($0.shape, from: -0.3, to: 0.3) }
        for parameter in network.parameters { try parameter.tensor.requireGradient(true) }
        return network
    }

    private func networks(_ architecture: some NetworkArchitecture) throws -> (
        generator: Network, discriminator: Network
    ) {
        let images = ImageShape(size: 16, channels: 1)
        return (
            try network(architecture.generator(of: images), "generator"),
            try network(architecture.discriminator(of: images), "discriminator")
        )
    }

    private func batch(_ networks: (generator: Network, discriminator: Network), progress: Double) throws
        -> TrainingBatch
    {
        TrainingBatch(
            generator: networks.generator, discriminator: networks.discriminator,
            realImages: try random.uniform([5, 1, 16, 16], from: -1, to: 1), latents: try random.normal([5, 8]),
            mode: .training(random: random), progress: progress)
    }

    /// The discriminator's whole gradient, with penalties, against a difference of the loss along a random direction. Its
    /// layers are smooth: where LeakyReLU has a kink, the penalty jumps.
    @Test(arguments: Loss.allCases) func gradientsOfPenalisedNetworksAreSlopes(loss: Loss) throws {
        let smooth = NetworkDescription(images: 16, channels: 1) {
            Conv2D(4, kernel: 5, stride: 2)
            Residual {
                Tanh()
                Conv2D(4, kernel: 5)
                Tanh()
                Conv2D(4, kernel: 5)
            }
            Tanh()
            Flatten()
            Dense(1)
        }
        var networks = try networks(ResidualDCGAN(latentSize: 8, width: 4))
        networks.discriminator = try network(smooth, "discriminator")
        let batch = try batch(networks, progress: 0.1)
        let objective = Objective(
            loss.adversarial,
            penalties: [
                GradientPenalty(.real, gamma: Schedule(from: 1, to: 0.1, over: 0.2)),
                GradientPenalty(.fake, gamma: .constant(0.5)),
            ])
        let update = try #require(objective.updates.first { $0.network == .discriminator })
        let parameters = networks.discriminator.parameters.map(\.tensor)
        let found = try gradients(of: update.losses(batch).values.mean(), withRespectTo: parameters)

        let direction = try parameters.map { try random.normal($0.shape) }
        func move(_ distance: Double) throws {
            for (parameter, along) in zip(parameters, direction) { try parameter.add(along, scale: distance) }
        }
        func value(at distance: Double) throws -> Double {
            try move(distance)
            defer { try? move(-distance) }
            return try update.losses(batch).values.mean().scalar()
        }
        let width = 1e-3
        let slope = try (value(at: width) - value(at: -width)) / (2 * width)
        let expected = try zip(found, direction).map { try ($0 * $1).sum().scalar() }.reduce(0, +)
        #expect(abs(slope - expected) < 0.02 * abs(expected), "\(slope) is not \(expected)")
    }

    /// What penalties add is what it says, and nothing else changes.
    @Test func penaltiesAreAddedToTheLoss() throws {
        let networks = try networks(ResidualDCGAN(latentSize: 8, width: 4))
        let batch = try batch(networks, progress: 0)
        func losses(_ penalties: [GradientPenalty]) throws -> Objective.Losses {
            try #require(Objective(RelativisticLoss(), penalties: penalties).updates.first).losses(batch)
        }
        let plain = try losses([])
        let r1 = try losses([GradientPenalty(.real, gamma: .constant(2))])
        let r2 = try losses([GradientPenalty(.fake, gamma: .constant(1))])
        let both = try losses([
            GradientPenalty(.real, gamma: .constant(2)), GradientPenalty(.fake, gamma: .constant(1)),
        ])
        #expect(plain.measurements[.gradientPenalty] == nil)
        let added = try [r1, r2, both].map { try #require($0.measurements[.gradientPenalty]) }
        #expect(abs(added[0] + added[1] - added[2]) < 1e-5 * added[2])
        for (penalised, penalty) in zip([r1, r2, both], added) {
            #expect(penalised.measurements[.discriminatorLoss] == plain.measurements[.discriminatorLoss])
            let difference = try penalised.values.mean().scalar() - plain.values.mean().scalar()
            #expect(abs(difference - penalty) < 1e-5 * penalty)
        }

        // R1 by hand: the slopes of D at the real images.
        let images = try batch.realImages.cloned()
        try images.requireGradient(true)
        let slopes = try gradients(of: networks.discriminator(images, batch.mode).sum(), withRespectTo: [images])[0]
        let expected = try slopes.floats().reduce(0) { $0 + Double($1) * Double($1) } / 5
        #expect(abs(added[0] - expected) < 1e-4 * expected)
    }

    /// A discriminator whose batch normalisation mixes images sees real and generated ones apart.
    @Test func discriminatorsThatMixTheirBatchSeeOneKindAtATime() throws {
        let mixing = NetworkDescription(images: 16, channels: 1) {
            Conv2D(4, kernel: 5, stride: 2)
            BatchNorm()
            LeakyReLU()
            Flatten()
            Dense(1)
        }
        var networks = try networks(DCGAN(latentSize: 8, width: 4, dropoutRate: 0))
        networks.discriminator = try Network(mixing, named: "discriminator", random: random)
        let batch = try batch(networks, progress: 0)
        let update = try #require(Objective(CrossEntropyLoss()).updates.first)
        let found = try update.losses(batch).values
        let (real, fake) = try withoutGradients {
            (try batch.logits(of: batch.realImages), try batch.logits(of: batch.fakeImages()))
        }
        let expected = try CrossEntropyLoss().discriminator(realLogits: real, fakeLogits: fake)
        #expect(zip(try found.detached().floats(), try expected.floats()).allSatisfy { abs($0 - $1) < 1e-5 })
    }
}
