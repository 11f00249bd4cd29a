import Datasets
import Foundation
public import Networks
public import Runs
public import Torch

/// Everything that training changes: what a checkpoint holds.
public final class TrainingState {
    /// The images that are trained on.
    public let images: ImageShape
    /// Z.
    public let latentSize: Int
    /// Where all tensors are.
    public let device: Device
    /// The generator as its optimizer leaves it.
    public let generator: Network
    /// The discriminator.
    public let discriminator: Network
    /// Of the generator's parameters.
    public let generatorOptimizer: Adam
    /// Of the discriminator's parameters.
    public let discriminatorOptimizer: Adam
    /// Nil where the configuration asks for no average.
    public let average: MovingAverage?
    /// The latents `[N, Z]` of the sample grids' N drawings, the same for the whole run.
    public let gridLatents: Tensor
    /// The classes of these drawings, one-hot `[N, K]`; nil for networks without.
    public let gridLabels: Tensor?
    /// How far training has come.
    public var progress = TrainingProgress()

    let latentRandom: RandomGenerator
    let dropoutRandom: RandomGenerator
    private let configuration: TrainingConfiguration
    private let trainingStep: TrainingStep

    /// The state before the first step, all of it decided by the configuration's seed, with a program's `own` networks and
    /// loss where it brings them.
    public init(_ configuration: TrainingConfiguration, own: OwnParts = OwnParts()) throws {
        let images = try configuration.imageShape()
        let networks = own.networks(of: configuration)
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
        gridLatents = try gridRandom.normal([configuration.gridClasses.count, configuration.latentSize])
        gridLabels = try configuration.labels(of: configuration.gridClasses, device: device)
        latentRandom = try RandomGenerator(seed: configuration.seed(of: .latents), device: device)
        dropoutRandom = try RandomGenerator(seed: configuration.seed(of: .dropout), device: device)
        trainingStep = TrainingStep(
            generator: .init(generator, generatorOptimizer),
            discriminator: .init(discriminator, discriminatorOptimizer),
            objective: configuration.objective(own.loss(of: configuration)),
            reduction: configuration.lossReduction)
        self.images = images
        self.device = device
        self.configuration = configuration
        latentSize = configuration.latentSize
    }

    /// The names of the networks' classes; empty for networks without.
    var classes: [String] { configuration.classes }

    /// The generator to draw with: the averaged one where there is an average.
    public var samplingGenerator: Network { average?.generator ?? generator }

    /// One training step on `realImages` `[N, C, H, W]`, of the classes `labels` `[N, K]` where the networks take these:
    /// the discriminator's update, then the generator's, each with N fresh latents.
    ///
    /// `share` is how much of the run is done, 0 to 1, by which rates and penalties change. Counts nothing in
    /// ``progress``. Throws ``TrainingError/lossIsNotFinite(network:)``.
    public func step(realImages: Tensor, labels: Tensor? = nil, share: Double = 0) throws -> StepMeasurement {
        let count = realImages.shape[0]
        for optimizer in [generatorOptimizer, discriminatorOptimizer] {
            optimizer.stepSize = configuration.stepSize.value(at: share)
        }
        let measurements = try trainingStep(
            realImages: realImages, labels: labels, progress: share, random: dropoutRandom
        ) {
            try latentRandom.normal([count, latentSize])
        }
        try average?.update(
            from: generator, step: progress.step + 1, images: count, imagesSeen: progress.imagesSeen + count)
        return StepMeasurement(images: count, measurements: measurements)
    }

    /// Draws an image of each of these classes, indices, from the latents of `seed`, some at a time.
    func draw(_ categories: [Int], seed: UInt64) throws -> Drawings {
        let random = try RandomGenerator(seed: seed, device: device)
        var values: [Float] = []
        try withoutGradients {
            for start in stride(from: 0, to: categories.count, by: Self.drawnAtOnce) {
                let part = categories[start..<min(start + Self.drawnAtOnce, categories.count)]
                let latents = try random.normal([part.count, latentSize])
                let labels = try Tensor.labels(of: Array(part), classes: classes.count, device: device)
                values += try samplingGenerator(latents, labels: labels, .inference).floats()
            }
        }
        return Drawings(
            values: values, count: categories.count, channels: images.channels, imageSize: images.size)
    }

    private static let drawnAtOnce = 128

    /// Makes the averaged generator ready to draw: estimates its batch normalisation's moments again, unless the run
    /// takes those of the last step. Draws the same latents each time.
    func prepareToDraw() throws {
        guard let average, case .halfLife = average.memory else { return }
        let random = try RandomGenerator(seed: configuration.seed(of: .moments), device: device)
        try average.estimateMoments(
            from: (0..<8).map { _ in try random.normal([128, latentSize]) },
            labels: configuration.labels(of: (0..<128).map { $0 % max(classes.count, 1) }, device: device))
    }
}

extension TrainingConfiguration {
    /// What a run draws random numbers for; each has a seed of its own, so that none depends on how many another took.
    enum RandomStream: UInt64 {
        case weights = 1
        case gridLatents, latents, dropout, moments, evaluation, metrics
    }

    func seed(of stream: RandomStream) -> UInt64 { Mixing.seed(seed, use: stream.rawValue) }

    /// What the networks are trained for: `loss`, with the settings' penalties.
    func objective(_ loss: any AdversarialLoss) -> Objective {
        let fallen = Schedule(from: 1, to: gammaEnd, over: 0.2)
        func penalty(_ images: GradientPenalty.Images, _ gamma: Double?) -> GradientPenalty? {
            gamma.map { GradientPenalty(images, gamma: fallen.scaled(by: $0)) }
        }
        return Objective(
            loss, penalties: [penalty(.real, r1Gamma), penalty(.fake, r2Gamma)].compactMap { $0 })
    }

    /// The class of each drawing of a grid, row by row: 4 rows of 4, or as many more as there are classes, each of one
    /// class; all 0 where there are none.
    public var gridClasses: [Int] {
        let count = min(max(classes.count, 1), Self.largestGrid)
        let rows = (4 + count - 1) / count * count
        return (0..<rows * 4).map { $0 / 4 * count / rows }
    }

    /// Classes that a grid shows at most.
    private static let largestGrid = 32

    /// One-hot labels `[N, K]` of `categories`; nil for networks without classes.
    func labels(of categories: [Int], device: Device) throws -> Tensor? {
        try .labels(of: categories, classes: classes.count, device: device)
    }

    /// Adam's α over the run.
    var stepSize: Schedule { Schedule(from: 1, to: learningRateEnd).scaled(by: learningRate) }

    /// How soon the averaged generator forgets; nil for no average.
    var averageMemory: MovingAverage.Memory? {
        averageHalfLife.map { .halfLife(images: Double($0)) } ?? averageDecay.map { .decay($0) }
    }
}
