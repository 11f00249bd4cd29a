/// The layers of both networks.
public enum Architecture: String, Codable, Sendable, CaseIterable {
    /// The tutorial's: a deep convolutional GAN.
    case dcgan
    /// A deeper discriminator, of residual blocks without normalisation, and as many layers as the images' size asks for.
    case residual
}
