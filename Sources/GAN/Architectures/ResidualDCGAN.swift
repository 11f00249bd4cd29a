public import Networks
public import Runs

/// The tutorial's generator against a deeper discriminator without normalisation or dropout, which penalties on its
/// gradients keep in bounds (after Huang et al. 2024, "The GAN is dead; long live the GAN!").
///
/// Both halve or double the images as often as it takes to come to maps of 8×8 or less.
public struct ResidualDCGAN: NetworkArchitecture, Equatable {
    /// Numbers in one latent.
    public var latentSize: Int
    /// Channels of the generator's last hidden layer and of the discriminator's first. Deeper layers have twice as many as
    /// their neighbour, 8 times as many at most.
    public var width: Int
    /// K of networks that are told each image's class; nil for others.
    public var classes: Int?

    /// Networks of this latent size and width, for `classes` classes.
    public init(latentSize: Int = 100, width: Int = 64, classes: Int? = nil) {
        self.latentSize = latentSize
        self.width = width
        self.classes = classes
    }

    /// At least two layers of stride 2 lie between an image and the smallest feature map.
    public func check(_ images: ImageShape) throws(ConfigurationError) {
        try DCGAN(latentSize: latentSize, width: width).check(images)
    }

    /// As ``DCGAN``'s, with a transposed convolution a scale.
    public func generator(of images: ImageShape) -> NetworkDescription {
        let scales = scales(of: images)
        let base = images.size >> scales
        return NetworkDescription(latents: latentSize, classes: classes) {
            if classes != nil { ClassEmbedding.ofArchitectures }
            Dense(base * base * channels(scales), bias: false)
            BatchNorm()
            LeakyReLU(0.3)

            Reshape(base, base, channels(scales))
            ConvTranspose2D(channels(scales - 1), kernel: 5, bias: false)
            BatchNorm()
            LeakyReLU(0.3)

            for scale in (0..<scales - 1).reversed() {
                ConvTranspose2D(channels(scale), kernel: 5, stride: 2, bias: false)
                BatchNorm()
                LeakyReLU(0.3)
            }

            ConvTranspose2D(images.channels, kernel: 5, stride: 2, bias: false)
            Tanh()
        }
    }

    /// A convolution of stride 2 and a residual block a scale.
    public func discriminator(of images: ImageShape) -> NetworkDescription {
        NetworkDescription(images: images.size, channels: images.channels, classes: classes) {
            for scale in 0..<scales(of: images) {
                Conv2D(channels(scale), kernel: 5, stride: 2)
                Residual {
                    LeakyReLU(0.3)
                    Conv2D(channels(scale), kernel: 5)
                    LeakyReLU(0.3)
                    Conv2D(channels(scale), kernel: 5, initializer: .zeros)
                }
                LeakyReLU(0.3)
            }
            Flatten()
            if classes != nil { ClassProjection() } else { Dense(1) }
        }
    }

    /// How often an image is halved: until its maps are of 8×8 or less, or of an odd size.
    private func scales(of images: ImageShape) -> Int {
        var scales = 2
        while images.size >> scales > 8, (images.size >> scales).isMultiple(of: 2) { scales += 1 }
        return scales
    }

    private func channels(_ scale: Int) -> Int { width << min(scale, 3) }
}
