public import Runs

/// The sizes that the two networks share.
public struct NetworkShape: Sendable, Equatable {
    /// Height and width of an image in pixels, divisible by 4.
    public let imageSize: Int
    /// Colour channels of an image, 1 or 3.
    public let channels: Int
    /// Numbers in one latent.
    public let latentSize: Int
    /// Channels of the generator's last hidden layer and of the discriminator's first.
    public let width: Int

    public init(imageSize: Int = 28, channels: Int = 1, latentSize: Int = 100, width: Int = 64) {
        self.imageSize = imageSize
        self.channels = channels
        self.latentSize = latentSize
        self.width = width
    }

    /// The shape that a run's configuration asks for. Throws ``ConfigurationError`` where the size of the images is not
    /// known.
    public init(_ configuration: TrainingConfiguration) throws(ConfigurationError) {
        guard let imageSize = configuration.imageSize, let channels = configuration.channels else {
            throw ConfigurationError(
                "image-size and channels are not known; expected the data's own after it was opened")
        }
        self.init(
            imageSize: imageSize, channels: channels, latentSize: configuration.latentSize, width: configuration.width)
    }

    /// Height and width of the smallest feature map: two layers of stride 2 lie between it and the image.
    var baseSize: Int { imageSize / 4 }
}
