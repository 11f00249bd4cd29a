/// Everything that decides what a run does. The defaults are the tutorial's. What each setting can be, and where it can
/// be set, stands in ``Setting/all``.
///
/// One value is made as defaults < preset < JSON file < flags, validated once, and saved with the run as `config.json`.
public struct TrainingConfiguration: Sendable, Equatable {
    /// The preset that the run started from.
    public var preset = Preset.tutorial

    /// Files, folders or names such as `quickdraw:camel`, in order: a drawing's label is its category's index.
    public var sources: [String] = []
    /// Where `fashion-mnist` is looked for; nil for the place where Debian's package puts it.
    public var dataFolder: String?
    /// The categories to train on; empty for all.
    public var categories: [String] = []
    /// At most so many drawings in all; nil for no limit beyond `selectionTotal`.
    public var maxImages: Int?
    /// The tutorial's rule: of k categories each gives its first ⌊selectionTotal/k⌋ drawings after a shuffle; nil for
    /// all.
    public var selectionTotal: Int? = 80_000
    /// The share of the drawings that is not trained on, so that what the run draws can be compared with them; at most 5,000.
    public var heldOut = 0.0
    /// Height and width of the images in pixels, divisible by 4; nil for the data's own until the run starts.
    public var imageSize: Int?
    /// Colour channels, 1 or 3; nil for the data's own until the run starts.
    public var channels: Int?

    /// Whether the drawings are light on dark: paper and ink change places.
    public var invert = false
    /// Whether rows and columns of the drawings change places.
    public var transpose = false
    /// Whether files of a folder that cannot be read are passed over.
    public var skipDamaged = false
    /// Whether pictures that look like scanned drawings are left as they are: grey paper, margins and all.
    public var keepPaper = false
    /// Whether of Quick, Draw!'s strokes only those are taken that Google's network recognised.
    public var recognizedOnly = false

    /// Whether several categories are drawn mixed, by networks that know nothing of them.
    public var unconditional = true
    /// The categories that the networks are told apart, in the order of their labels; empty for none. Known once the run
    /// starts.
    public var classes: [String] = []
    /// What a program brought to the run that no other setting names, such as `loss LeastSquares`; empty for none. The run
    /// goes on in a program that brings the same again.
    public var ownParts: [String] = []
    /// The layers of both networks.
    public var architecture = Architecture.dcgan
    /// Channels of the generator's last hidden layer and of the discriminator's first; deeper layers have 2 and 4 times
    /// as many.
    public var width = 64
    /// Numbers in one latent.
    public var latentSize = 100
    /// Probability that the discriminator's dropout sets an activation to zero.
    public var dropoutRate = 0.3

    /// Passes over the data in all; nil for as many as ``minutes`` allow.
    public var epochs: Int? = 100
    /// How long the run is to take where ``epochs`` is nil; nil once a trial has shown how many epochs that is on this
    /// machine.
    public var minutes: Double?
    /// Training steps in all; nil for as many as the epochs take.
    public var maxSteps: Int?
    /// The run ends where so many evaluations of its drawings in a row were no better than the best before; nil for never.
    public var patience: Int?
    /// Real images in one step; the last batch of an epoch may be shorter.
    public var batchSize = 256
    /// Adam's step size, of both networks.
    public var learningRate = 1e-4
    /// The share of ``learningRate`` to which it falls in a straight line until the run's end.
    public var learningRateEnd = 1.0
    /// Adam's decay of the gradient's first moment.
    public var beta1 = 0.9
    /// Adam's decay of the gradient's second moment.
    public var beta2 = 0.999
    /// Adam's ε, in the TensorFlow form (outside the bias correction).
    public var epsilon = 1e-8
    /// What the networks want of the discriminator's logits.
    public var loss = Loss.crossEntropy
    /// γ of the penalty on the discriminator's gradients at real images; nil for none.
    public var r1Gamma: Double?
    /// γ of the penalty on its gradients at generated images; nil for none.
    public var r2Gamma: Double?
    /// The share of both γ to which they fall in a straight line over the first fifth of the run.
    public var gammaEnd = 1.0
    /// Whether a batch's losses are summed, as in the tutorial, or averaged.
    public var lossReduction = LossReduction.sum
    /// Decay a step of the moving average of the generator's weights that drawings are sampled from; nil for no
    /// average, or one with a half-life.
    public var averageDecay: Double?
    /// Images after which weights count half in the moving average that drawings are sampled from; nil for no average,
    /// or one with a decay.
    public var averageHalfLife: Int?
    /// The seed of weights, latents, dropout and the order of the drawings.
    public var seed: UInt64 = 0

    /// Where tensors live: `cpu`, `cuda`, `cuda:1`, `mps`.
    public var device = "cpu"
    /// What the convolutions multiply.
    public var precision = Precision.float32
    /// Threads of the CPU's kernels; nil for one a core.
    public var threads: Int?

    /// A line in `events.jsonl` every so many steps.
    public var logEverySteps = 10
    /// In epochs that take longer than so many minutes, a checkpoint is written each time that they have passed.
    public var checkpointMinutes = 10.0
    /// Checkpoints kept beside those of every tenth epoch.
    public var keep = 3
    /// Whether `generator.h5` and `discriminator.h5`, as Keras's `save_weights` writes them, are kept in the run's folder
    /// after each epoch, as in the tutorial.
    public var kerasWeights = true
    /// Whether the run is also recorded for TensorBoard.
    public var tensorBoard = false

    /// The settings of `preset`, without data.
    public init(preset: Preset = .tutorial) {
        preset.apply(to: &self)
    }

    /// Takes over the networks of `run`, and what its images are.
    public mutating func adoptNetworks(of run: TrainingConfiguration) {
        architecture = run.architecture
        width = run.width
        latentSize = run.latentSize
        dropoutRate = run.dropoutRate
        imageSize = run.imageSize
        channels = run.channels
    }

    /// The widths that networks can have.
    public static let widths = 1...1024
    /// Numbers that a latent can have.
    public static let latentSizes = 1...65_536
    /// The sides of images that networks can have, in pixels, which are multiples of ``imageSizeDivisor``: networks halve
    /// them twice.
    public static let imageSizes = 16...128
    /// What divides the sides of images.
    public static let imageSizeDivisor = 4
}
