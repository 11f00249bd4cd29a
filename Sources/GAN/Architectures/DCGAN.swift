public import Networks
public import Runs

/// The tutorial's two networks, at any size: a deep convolutional GAN (Radford et al. 2016, "Unsupervised Representation
/// Learning with Deep Convolutional Generative Adversarial Networks").
public struct DCGAN: NetworkArchitecture, Equatable {
    /// Numbers in one latent.
    public var latentSize: Int
    /// Channels of the generator's last hidden layer and of the discriminator's first.
    public var width: Int
    /// Probability that the discriminator's dropout sets an activation to zero.
    public var dropoutRate: Double
    /// K of networks that are told each image's class; nil for the tutorial's.
    public var classes: Int?

    /// The tutorial's networks, unless told otherwise.
    public init(latentSize: Int = 100, width: Int = 64, dropoutRate: Double = 0.3, classes: Int? = nil) {
        self.latentSize = latentSize
        self.width = width
        self.dropoutRate = dropoutRate
        self.classes = classes
    }

    /// Two layers of stride 2 lie between an image and the smallest feature map.
    public func check(_ images: ImageShape) throws(ConfigurationError) {
        let (sizes, divisor) = (TrainingConfiguration.imageSizes, TrainingConfiguration.imageSizeDivisor)
        guard sizes.contains(images.size), images.size % divisor == 0 else {
            throw ConfigurationError(
                "image-size is \(images.size); the networks need a multiple of \(divisor) from \(sizes.lowerBound) to "
                    + "\(sizes.upperBound), such as 28 or 32")
        }
    }

    /// Two transposed convolutions of stride 2 after a dense layer and one of stride 1, each but the last with batch
    /// normalisation.
    public func generator(of images: ImageShape) -> NetworkDescription {
        let base = images.size / 4
        return NetworkDescription(latents: latentSize, classes: classes) {
            if classes != nil { ClassEmbedding.ofArchitectures }
            Dense(base * base * 4 * width, bias: false)
            BatchNorm()
            LeakyReLU(0.3)

            Reshape(base, base, 4 * width)
            ConvTranspose2D(2 * width, kernel: 5, bias: false)
            BatchNorm()
            LeakyReLU(0.3)

            ConvTranspose2D(width, kernel: 5, stride: 2, bias: false)
            BatchNorm()
            LeakyReLU(0.3)

            ConvTranspose2D(images.channels, kernel: 5, stride: 2, bias: false)
            Tanh()
        }
    }

    /// Two convolutions of stride 2, each with dropout, and a dense layer.
    public func discriminator(of images: ImageShape) -> NetworkDescription {
        NetworkDescription(images: images.size, channels: images.channels, classes: classes) {
            Conv2D(width, kernel: 5, stride: 2)
            LeakyReLU(0.3)
            Dropout(dropoutRate)

            Conv2D(2 * width, kernel: 5, stride: 2)
            LeakyReLU(0.3)
            Dropout(dropoutRate)

            Flatten()
            if classes != nil { ClassProjection() } else { Dense(1) }
        }
    }
}

extension DCGAN {
    /// The architecture that makes `generator` for `images`; nil where that is another's.
    public init?(of generator: NetworkDescription, drawing images: ImageShape) {
        // The last transposed convolution takes as many channels as the networks are wide.
        guard let last = try? generator.placed().last(where: { $0.layer.isConvTranspose }), generator.input.count == 1
        else { return nil }
        self.init(latentSize: generator.input[0], width: last.input[0])
        guard self.generator(of: images) == generator else { return nil }
    }
}

extension Layer {
    fileprivate var isConvTranspose: Bool {
        if case .convTranspose2D = self { true } else { false }
    }
}
