import Datasets
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
    private let discriminatorStep: DiscriminatorStep
    private let generatorStep: GeneratorStep

    /// The state before the first step, all of it decided by the configuration's seed.
    public init(_ configuration: TrainingConfiguration) throws {
        let images = try configuration.imageShape()
        let architecture = configuration.architecture
        let device = try Device(configuration.device)
        let weightRandom = try RandomGenerator(seed: configuration.seed(of: .weights), device: device)
        let gridRandom = try RandomGenerator(seed: configuration.seed(of: .gridLatents), device: device)
        let precision = ConvolutionPrecision(configuration.precision)
        func network(_ kind: NetworkKind, _ description: NetworkDescription) throws -> Network {
            try Network(
                description, named: kind.rawValue, precision: precision, random: weightRandom, device: device)
        }
        let generator = try network(.generator, architecture.generator(of: images))
        let discriminator = try network(.discriminator, architecture.discriminator(of: images))
        func adam(_ parameters: [NamedTensor]) throws -> Adam {
            try Adam(
                parameters: parameters, learningRate: configuration.learningRate, beta1: configuration.beta1,
                beta2: configuration.beta2, epsilon: configuration.epsilon)
        }
        generatorOptimizer = try adam(generator.parameters)
        discriminatorOptimizer = try adam(discriminator.parameters)
        average = try configuration.averageDecay.map { try MovingAverage(of: generator, decay: $0) }
        gridLatents = try gridRandom.normal([Self.gridCount, configuration.latentSize])
        latentRandom = try RandomGenerator(seed: configuration.seed(of: .latents), device: device)
        dropoutRandom = try RandomGenerator(seed: configuration.seed(of: .dropout), device: device)
        let loss = AdversarialLoss(reduction: configuration.lossReduction)
        discriminatorStep = DiscriminatorStep(
            generator: generator, discriminator: discriminator, optimizer: discriminatorOptimizer, loss: loss)
        generatorStep = GeneratorStep(
            generator: generator, discriminator: discriminator, optimizer: generatorOptimizer, loss: loss)
        self.images = images
        latentSize = configuration.latentSize
        self.device = device
        self.generator = generator
        self.discriminator = discriminator
    }

    /// The generator to draw with: the averaged one where there is an average.
    public var samplingGenerator: Network { average?.generator ?? generator }

    /// One training step on `realImages` `[N, C, H, W]`: the discriminator's update, then the generator's, each with N
    /// fresh latents.
    ///
    /// Counts nothing in ``progress``. Throws ``TrainingError/lossIsNotFinite(network:)``.
    public func step(realImages: Tensor) throws -> StepMeasurement {
        let count = realImages.shape[0]
        var measurements = try discriminatorStep(
            realImages: realImages, latents: latentRandom.normal([count, latentSize]),
            dropoutRandom: dropoutRandom)
        measurements[.generatorLoss] = try generatorStep(
            latents: latentRandom.normal([count, latentSize]), dropoutRandom: dropoutRandom)
        try average?.update(from: generator, step: progress.step + 1)
        return StepMeasurement(images: count, measurements: measurements)
    }
}

extension TrainingConfiguration {
    /// What a run draws random numbers for; each has a seed of its own, so that none depends on how many another took.
    enum RandomStream: UInt64 {
        case weights = 1
        case gridLatents, latents, dropout
    }

    func seed(of stream: RandomStream) -> UInt64 { Mixing.seed(seed, use: stream.rawValue) }
}
