public import Networks
public import Runs

/// The images that networks draw and look at: [channels, size, size].
public struct ImageShape: Sendable, Equatable, CustomStringConvertible {
    /// Height and width in pixels.
    public let size: Int
    /// 1 (grey) or 3 (colour).
    public let channels: Int

    /// Square images of `size` × `size` pixels.
    public init(size: Int = 28, channels: Int = 1) {
        self.size = size
        self.channels = channels
    }

    /// Such as `28×28 pixels, 1 channel,`: part of an error's sentence.
    public var description: String { "\(size)×\(size) pixels, \(counted(channels, "channel"))," }
}

/// Makes the descriptions of both networks, for the images that it can do. One architecture is one file.
public protocol NetworkArchitecture: Sendable {
    /// Throws a `ConfigurationError` for images that the networks cannot have.
    func check(_ images: ImageShape) throws(ConfigurationError)

    /// From latents [N, Z] to images [N, C, H, W], from −1 (paper) to 1 (ink).
    func generator(of images: ImageShape) -> NetworkDescription

    /// From images [N, C, H, W] to logits [N, 1], above 0 for what looks real.
    func discriminator(of images: ImageShape) -> NetworkDescription
}

extension ClassEmbedding {
    /// As the architectures have it: numbers that say the class, beside the latent's.
    static let ofArchitectures = ClassEmbedding(32)
}

extension TrainingConfiguration {
    /// What both networks of a run follow from.
    public var networks: any NetworkArchitecture {
        switch architecture {
        case .dcgan: DCGAN(latentSize: latentSize, width: width, dropoutRate: dropoutRate, classes: classCount)
        case .residual: ResidualDCGAN(latentSize: latentSize, width: width, classes: classCount)
        }
    }

    /// K of conditional networks; nil for others.
    var classCount: Int? { classes.isEmpty ? nil : classes.count }

    /// The images of a run. Throws ``ConfigurationError`` where their size is not known.
    public func imageShape() throws(ConfigurationError) -> ImageShape {
        guard let imageSize, let channels else {
            throw ConfigurationError(
                "image-size and channels are not known; expected the data's own after it was opened")
        }
        return ImageShape(size: imageSize, channels: channels)
    }
}
