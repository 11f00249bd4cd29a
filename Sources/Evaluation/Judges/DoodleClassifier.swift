public import Networks

/// The network of the ``DoodleJudge``: features of a drawing of 28×28, and the logits of categories from them.
public enum DoodleClassifier {
    /// Height and width of the drawings that it takes, in pixels.
    public static let size = 28
    /// The features that it makes of a drawing.
    public static let featureCount = 96

    /// From drawings [N, 1, 28, 28] to features [N, 96].
    public static let features = NetworkDescription(images: size, channels: 1) {
        Conv2D(32, kernel: 5, stride: 2)
        LeakyReLU(0.2)
        Conv2D(64, kernel: 5, stride: 2)
        LeakyReLU(0.2)
        Dropout(0.1)
        Conv2D(96, kernel: 3, stride: 2)
        LeakyReLU(0.2)
        Flatten()
        Dropout(0.1)
        Dense(featureCount)
        LeakyReLU(0.2)
    }

    /// From features [N, 96] to logits [N, K + 1], the last for what is no drawing at all.
    public static func head(categories: Int) -> NetworkDescription {
        NetworkDescription(latents: featureCount) {
            Dropout(0.2)
            Dense(categories + 1)
        }
    }
}
