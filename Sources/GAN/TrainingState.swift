import Datasets
import Foundation
public import Networks
public import Runs
public import Torch

/// Everything that training changes: what a checkpoint holds.
public final class TrainingState {
    public let images: ImageShape
    public let latentSize: Int
    public let device: Device
    public let generator: Network
    public let discriminator: Network
    public let generatorOptimizer: Adam
    public let discriminatorOptimizer: Adam
    /// Nil where the configuration asks for no average.
    public let average: MovingAverage?
    /// The latents `[16, Z]` of the sample grids, the same for the whole run.
    public let gridLatents: Tensor
    /// The drawings in a grid.
    static let gridCount = 16
    public var progress = TrainingProgress()

    let latentRandom: RandomGenerator
    let dropoutRandom: RandomGenerator
    private let configuration: TrainingConfiguration
    private let trainingStep: TrainingStep

    /// The state before the first step, all of it decided by the configuration's seed.
    public init(_ configuration: TrainingConfiguration) throws {
        let images = try configuration.imageShape()
        let networks = configuration.networks
        let device = try Device(configuration.device)
        let weightRandom = try RandomGenerator(seed: configuration.seed(of: .weights), device: device)
        let gridRandom = try RandomGenerator(seed: configuration.seed(of: .gridLatents), device: device)
        let precision = ConvolutionPrecision(configuration.precision)
        func network(_ kind: NetworkKind, _ description: NetworkDescription) throws -> Network {
            try Network(
                description, named: kind.rawValue, precision: precision, random: weightRandom, device: device)
        }
        generator = try network(.generator, networks.generator(of: images))
        discriminator = try network(.discriminator, networks.discriminator(of: images))
        func adam(_ parameters: [NamedTensor]) throws -> Adam {
            try Adam(
                parameters: parameters, stepSize: configuration.learningRate, beta1: configuration.beta1,
                beta2: configuration.beta2, epsilon: configuration.epsilon)
        }
        generatorOptimizer = try adam(generator.parameters)
        discriminatorOptimizer = try adam(discriminator.parameters)
        let generator = generator
        average = try configuration.averageMemory.map { try MovingAverage(of: generator, memory: $0) }
        gridLatents = try gridRandom.normal([Self.gridCount, configuration.latentSize])
        latentRandom = try RandomGenerator(seed: configuration.seed(of: .latents), device: device)
        dropoutRandom = try RandomGenerator(seed: configuration.seed(of: .dropout), device: device)
        trainingStep = TrainingStep(
            generator: .init(generator, generatorOptimizer),
            discriminator: .init(discriminator, discriminatorOptimizer), objective: configuration.objective,
            reduction: configuration.lossReduction)
        self.images = images
        self.device = device
        self.configuration = configuration
        latentSize = configuration.latentSize
    }

    /// The generator to draw with: the averaged one where there is an average.
    public var samplingGenerator: Network { average?.generator ?? generator }

    /// One training step on `realImages` `[N, C, H, W]`: the discriminator's update, then the generator's, each with N
    /// fresh latents.
    ///
    /// `share` is how much of the run is done, 0 to 1, by which rates and penalties change. Counts nothing in
    /// ``progress``. Throws ``TrainingError/lossIsNotFinite(network:)``.
    public func step(realImages: Tensor, share: Double = 0) throws -> StepMeasurement {
        let count = realImages.shape[0]
        for optimizer in [generatorOptimizer, discriminatorOptimizer] {
            optimizer.stepSize = configuration.stepSize.value(at: share)
        }
        let measurements = try trainingStep(realImages: realImages, progress: share, random: dropoutRandom) {
            try latentRandom.normal([count, latentSize])
        }
        try average?.update(
            from: generator, step: progress.step + 1, images: count, imagesSeen: progress.imagesSeen + count)
        return StepMeasurement(images: count, measurements: measurements)
    }

    /// Makes the averaged generator ready to draw: estimates its batch normalisation's moments again, unless the run
    /// takes those of the last step. Draws the same latents each time.
    func prepareToDraw() throws {
        guard let average, case .halfLife = average.memory else { return }
        let random = try RandomGenerator(seed: configuration.seed(of: .moments), device: device)
        try average.estimateMoments(from: (0..<8).map { _ in try random.normal([128, latentSize]) })
    }
}

extension TrainingConfiguration {
    /// What a run draws random numbers for; each has a seed of its own, so that none depends on how many another took.
    enum RandomStream: UInt64 {
        case weights = 1
        case gridLatents, latents, dropout, moments
    }

    func seed(of stream: RandomStream) -> UInt64 { Mixing.seed(seed, use: stream.rawValue) }

    /// What the networks are trained for.
    var objective: Objective {
        let fallen = Schedule(from: 1, to: gammaEnd, over: 0.2)
        func penalty(_ images: GradientPenalty.Images, _ gamma: Double?) -> GradientPenalty? {
            gamma.map { GradientPenalty(images, gamma: fallen.scaled(by: $0)) }
        }
        return Objective(
            loss.adversarial, penalties: [penalty(.real, r1Gamma), penalty(.fake, r2Gamma)].compactMap { $0 })
    }

    /// Adam's α over the run.
    var stepSize: Schedule { Schedule(from: 1, to: learningRateEnd).scaled(by: learningRate) }

    /// How soon the averaged generator forgets; nil for no average.
    var averageMemory: MovingAverage.Memory? {
        averageHalfLife.map { .halfLife(images: Double($0)) } ?? averageDecay.map { .decay($0) }
    }
}
