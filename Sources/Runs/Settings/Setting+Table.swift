extension Setting {
    /// All settings, in the order of `--help` and of the studio's form. Beside an entry, a setting needs its property in
    /// ``TrainingConfiguration``, and the line that uses it.
    public static let all = training + data + networks + machine + records

    private static let training = [
        Setting("preset", \.preset, .choice, help: "The preset that the run started from."),
        Setting(
            "epochs", \.epochs, .whole(1...1_000_000), flag: "epochs", mayChange: true, alternative: "minutes",
            form: Form("Epochs", zh: "轮数", empty: Words("as many as the minutes allow", zh: "由分钟数决定")),
            help: "Passes over the data in all."),
        Setting(
            "minutes", \.minutes, .number(above: 0, upTo: 100_000), flag: "minutes", mayChange: true,
            alternative: "epochs",
            form: Form("Minutes", zh: "分钟数", empty: Words("as many as the epochs take", zh: "由轮数决定")),
            help: "How long the run takes on this machine, in place of a number of epochs."),
        Setting(
            "maxSteps", \.maxSteps, .whole(1...1_000_000_000), flag: "max-steps", mayChange: true,
            form: Form("Steps, at most", zh: "最多训练多少步", empty: Words("all of the epochs", zh: "由轮数决定")),
            help: "Training steps in all; fewer than the epochs take."),
        Setting(
            "patience", \.patience, .whole(1...1_000_000), flag: "patience", mayChange: true,
            form: Form(
                "End after so many evaluations without progress", zh: "连续多少次评估没有进步就停止", empty: Words("never", zh: "从不")),
            help:
                "End the run when so many evaluations of its drawings in a row were no better; needs held-out drawings."
        ),
        Setting(
            "batchSize", \.batchSize, .whole(2...65_536), flag: "batch-size",
            form: Form("Batch size", zh: "批大小"),
            help: "Real images in one step."),
        Setting(
            "learningRate", \.learningRate, .number(above: 0, upTo: 1), flag: "learning-rate",
            form: Form("Learning rate", zh: "学习率"),
            help: "Adam's step size."),
        Setting(
            "learningRateEnd", \.learningRateEnd, .number(above: 0, upTo: 1),
            help: "The share of the learning rate to which it falls until the end of the run; 1 keeps it."),
        Setting(
            "beta1", \.beta1, .fraction,
            help: "Adam's decay of the gradient's first moment."),
        Setting(
            "beta2", \.beta2, .fraction,
            help: "Adam's decay of the gradient's second moment."),
        Setting(
            "epsilon", \.epsilon, .number(above: 0, upTo: 1),
            help: "Adam's ε, in the TensorFlow form."),
        Setting(
            "loss", \.loss, .choice, flag: "loss",
            help: "What the networks want of the discriminator's logits: cross-entropy, hinge or relativistic."),
        Setting(
            "r1Gamma", \.r1Gamma, .number(above: 0, upTo: 1000), flag: "r1-gamma",
            form: Form("γ of the R1 penalty", zh: "R1 惩罚的 γ", empty: Words("no penalty", zh: "不用惩罚")),
            help: "γ of the penalty on the discriminator's gradients at real drawings, such as 1."),
        Setting(
            "r2Gamma", \.r2Gamma, .number(above: 0, upTo: 1000), flag: "r2-gamma",
            form: Form("γ of the R2 penalty", zh: "R2 惩罚的 γ", empty: Words("no penalty", zh: "不用惩罚")),
            help: "γ of the penalty on the discriminator's gradients at generated drawings, such as 1."),
        Setting(
            "gammaEnd", \.gammaEnd, .number(above: 0, upTo: 1),
            help: "The share of both γ to which they fall over the first fifth of the run; 1 keeps them."),
        Setting(
            "lossReduction", \.lossReduction, .choice,
            help: "Whether a batch's losses are summed or averaged."),
        Setting(
            "averageDecay", \.averageDecay, .fraction, flag: "average-decay", alternative: "averageHalfLife",
            form: Form(
                "Decay of the weights' average", zh: "权重滑动平均的衰减率", empty: Words("no average", zh: "不用平均")),
            help: "Decay of a moving average of the generator's weights, such as 0.99; drawings come from it."),
        Setting(
            "averageHalfLife", \.averageHalfLife, .whole(1...1_000_000_000), flag: "average-half-life",
            alternative: "averageDecay",
            form: Form(
                "Images after which averaged weights count half", zh: "权重滑动平均的半衰期（图像数）",
                empty: Words("no average, or one with a decay", zh: "不用平均，或用衰减率")),
            help: "Images after which weights count half in that average, such as 500000, in place of a decay."),
        Setting(
            "seed", \.seed, .seed, flag: "seed",
            form: Form("Seed", zh: "随机种子"),
            help: "Seed of all that is random."),
    ]

    private static let data = [
        Setting(
            "sources", \.sources, .list("files, folders or names such as quickdraw:camel"), mayChange: true,
            help: "Files, folders, quickdraw:NAME or fashion-mnist."),
        Setting(
            "dataFolder", \.dataFolder, .folder, flag: "data", mayChange: true,
            help: "Folder in which fashion-mnist is looked for."),
        Setting(
            "categories", \.categories, .list("names of categories"), flag: "categories",
            help: "Train on these categories only, separated by commas."),
        Setting(
            "maxImages", \.maxImages, .whole(1...Int(Int32.max)), flag: "max-images",
            form: Form("Drawings, at most", zh: "最多用多少幅画", empty: Words("all of them", zh: "全部")),
            help: "At most so many drawings in all."),
        Setting(
            "selectionTotal", \.selectionTotal, .whole(1...Int(Int32.max)),
            help: "Of k categories each gives its first ⌊selectionTotal/k⌋ drawings after a shuffle."),
        Setting(
            "heldOut", \.heldOut, .fraction, flag: "held-out",
            form: Form("Share of the drawings held out", zh: "留出不训练的画的比例"),
            help: "Share of the drawings, at most 5,000, that is not trained on: the run's own are compared with them."),
        Setting(
            "imageSize", \.imageSize,
            .multiple(
                of: TrainingConfiguration.imageSizeDivisor, in: TrainingConfiguration.imageSizes, suchAs: "28 or 32"),
            flag: "image-size",
            form: Form("Image size, pixels", zh: "图像边长（像素）", empty: Words("the data’s own", zh: "与数据相同")),
            help: "Side of the images in pixels, a multiple of 4 from 16 to 128; the data's own if left out."),
        Setting(
            "invert", \.invert, .yesOrNo, flag: "invert",
            help: "The drawings are light on dark: turn paper and ink around."),
        Setting(
            "transpose", \.transpose, .yesOrNo, flag: "transpose",
            help: "Turn rows into columns, as EMNIST needs it."),
        Setting(
            "skipDamaged", \.skipDamaged, .yesOrNo, flag: "skip-damaged",
            help: "Pass over files of a folder that cannot be read."),
        Setting(
            "keepPaper", \.keepPaper, .yesOrNo, flag: "keep-paper", mayChange: true,
            help: "Leave scanned drawings as they are: grey paper, margins and all."),
        Setting(
            "recognizedOnly", \.recognizedOnly, .yesOrNo, flag: "recognized-only",
            help: "Of Quick, Draw!'s strokes take those only that its network recognised."),
        Setting("channels", \.channels, .channels, help: "Colour channels; the data's own if left out."),
    ]

    private static let networks = [
        Setting(
            "architecture", \.architecture, .choice, flag: "architecture",
            help: "The layers of both networks: dcgan, the tutorial's, or residual, whose discriminator is deeper."),
        Setting(
            "ownParts", \.ownParts, .list("parts that a program brings, such as loss LeastSquares"),
            help:
                "What a program brought that no setting names, drawings, an architecture or a loss; it goes on with the run."
        ),
        Setting(
            "unconditional", \.unconditional, .yesOrNo, flag: "unconditional",
            help: "Draw several categories mixed, by networks that are not told which is which."),
        Setting(
            "classes", \.classes, .list("names of categories"),
            help: "The categories that the networks are told apart; the run's own if they are."),
        Setting(
            "width", \.width, .whole(TrainingConfiguration.widths), flag: "width",
            form: Form("Width of the networks", zh: "网络宽度"),
            help: "Channels of the networks' outermost hidden layers."),
        Setting(
            "latentSize", \.latentSize, .whole(TrainingConfiguration.latentSizes), flag: "latent-size",
            form: Form("Size of a latent", zh: "潜变量的维数"),
            help: "Numbers in one latent."),
        Setting(
            "dropoutRate", \.dropoutRate, .fraction,
            help: "Probability that the discriminator's dropout sets an activation to zero."),
    ]

    private static let machine = [
        Setting(
            "device", \.device, .text("cpu, cuda, cuda:1 (or another index) or mps"), flag: "device",
            help: "cpu, cuda, cuda:1 or mps."),
        Setting(
            "precision", \.precision, .choice, flag: "precision",
            help: "float32, or bfloat16 for faster convolutions, exact to two or three digits, on CPUs that have it."),
        Setting(
            "threads", \.threads, .whole(1...1024), flag: "threads", mayChange: true,
            form: Form("Threads", zh: "线程数", empty: Words("one a core", zh: "每个核心一个")),
            help: "Threads of the CPU's kernels."),
    ]

    private static let records = [
        Setting(
            "logEverySteps", \.logEverySteps, .whole(1...1_000_000), mayChange: true,
            help: "Of so many steps one is recorded in events.jsonl."),
        Setting(
            "checkpointMinutes", \.checkpointMinutes, .number(above: 0, upTo: 10_000), flag: "checkpoint-minutes",
            mayChange: true, form: Form("Minutes between checkpoints", zh: "检查点间隔（分钟）"),
            help: "Minutes after which a checkpoint is written within an epoch: a kill loses no more than these."),
        Setting(
            "keep", \.keep, .whole(1...1_000_000), flag: "keep", mayChange: true,
            help: "Checkpoints kept beside those of every tenth epoch."),
        Setting(
            "kerasWeights", \.kerasWeights, .yesOrNo, flag: "keras", mayChange: true,
            help: "Keep .h5 files for Keras after each epoch, of networks that it has the layers of; the tutorial does."
        ),
        Setting(
            "tensorBoard", \.tensorBoard, .yesOrNo, flag: "tensorboard", mayChange: true,
            help: "Record curves and drawings for TensorBoard too."),
    ]
}
