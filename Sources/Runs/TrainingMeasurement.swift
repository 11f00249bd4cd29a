/// What was measured at one step, or on average over one epoch.
public struct TrainingMeasurement: Codable, Sendable, Equatable {
    /// Seconds since 1970 when the measurement was taken.
    public var time: Double
    /// Training steps done.
    public var step: Int
    /// The epoch, from 1.
    public var epoch: Int
    /// Real images that the discriminator has seen since the start.
    public var imagesSeen: Int
    /// The discriminator's loss, mean over the batch: cross-entropy of real images against 1 plus of fake ones against
    /// 0.
    public var discriminatorLoss: Double
    /// The generator's loss, mean over the batch: cross-entropy of fake images against 1.
    public var generatorLoss: Double
    /// D(x): the probability, mean over the batch, that the discriminator gives real images of being real.
    public var realProbability: Double
    /// D(G(z)): the probability, mean over the batch, that the discriminator gives fake images of being real.
    public var fakeProbability: Double
    /// Real images a second, since the epoch or the session began.
    public var imagesPerSecond: Double
    /// Memory of the process that is resident.
    public var residentBytes: Int

    public init(
        time: Double, step: Int, epoch: Int, imagesSeen: Int, discriminatorLoss: Double, generatorLoss: Double,
        realProbability: Double, fakeProbability: Double, imagesPerSecond: Double, residentBytes: Int
    ) {
        self.time = time
        self.step = step
        self.epoch = epoch
        self.imagesSeen = imagesSeen
        self.discriminatorLoss = discriminatorLoss
        self.generatorLoss = generatorLoss
        self.realProbability = realProbability
        self.fakeProbability = fakeProbability
        self.imagesPerSecond = imagesPerSecond
        self.residentBytes = residentBytes
    }
}
