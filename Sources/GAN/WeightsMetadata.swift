import Runs

/// What a file of weights says of its network, so that it can be opened by itself.
struct WeightsMetadata {
    let shape: NetworkShape

    init(_ shape: NetworkShape) {
        self.shape = shape
    }

    /// The metadata of a safetensors file.
    var dictionary: [String: String] {
        [
            "imageSize": String(shape.imageSize), "channels": String(shape.channels),
            "latentSize": String(shape.latentSize), "width": String(shape.width),
        ]
    }

    /// Nil where `dictionary` does not say all sizes, or one that no network can have.
    init?(_ dictionary: [String: String]) {
        func number(_ key: String) -> Int? { dictionary[key].flatMap { Int($0) } }
        guard let imageSize = number("imageSize"), let channels = number("channels"),
            let latentSize = number("latentSize"), let width = number("width"),
            TrainingConfiguration.imageSizes.contains(imageSize), imageSize % 4 == 0, [1, 3].contains(channels),
            TrainingConfiguration.latentSizes.contains(latentSize), TrainingConfiguration.widths.contains(width)
        else { return nil }
        shape = NetworkShape(imageSize: imageSize, channels: channels, latentSize: latentSize, width: width)
    }
}
