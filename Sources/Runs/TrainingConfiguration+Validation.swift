extension TrainingConfiguration {
    /// The widths, latent sizes and image sizes that networks can have.
    public static let widths = 1...1024
    public static let latentSizes = 1...65_536
    public static let imageSizes = 16...128

    /// Throws ``ConfigurationError`` for the first setting that cannot be used.
    public func validate() throws(ConfigurationError) {
        guard !sources.isEmpty else {
            throw ConfigurationError("no data: name a .npy file, a folder, fashion-mnist or quickdraw:NAME to train on")
        }
        try require(epochs, in: 1...1_000_000, "epochs")
        try require(batchSize, in: 2...65_536, "batch-size")
        try require(width, in: Self.widths, "width")
        try require(latentSize, in: Self.latentSizes, "latent-size")
        try require(logEverySteps, in: 1...1_000_000, "log-every-steps")
        try require(keep, in: 1...1_000_000, "keep")
        if let maxSteps { try require(maxSteps, in: 1...1_000_000_000, "max-steps") }
        if let maxImages { try require(maxImages, in: 1...Int(Int32.max), "max-images") }
        if let selectionTotal { try require(selectionTotal, in: 1...Int(Int32.max), "selection-total") }
        if let threads { try require(threads, in: 1...1024, "threads") }
        if let imageSize {
            guard imageSize % 4 == 0, Self.imageSizes.contains(imageSize) else {
                throw ConfigurationError(
                    "image-size is \(imageSize); the networks need a multiple of 4 from 16 to 128, such as 28 or 32")
            }
        }
        if let channels, channels != 1, channels != 3 {
            throw ConfigurationError("channels is \(channels); expected 1 (grey) or 3 (colour)")
        }
        try require(learningRate, above: 0, upTo: 1, "learning-rate")
        try require(epsilon, above: 0, upTo: 1, "epsilon")
        try require(beta1, belowOne: "beta1")
        try require(beta2, belowOne: "beta2")
        try require(dropoutRate, belowOne: "dropout-rate")
        if let averageDecay { try require(averageDecay, belowOne: "average-decay") }
    }

    private func require(_ value: Int, in range: ClosedRange<Int>, _ name: String) throws(ConfigurationError) {
        guard range.contains(value) else {
            throw ConfigurationError(
                "\(name) is \(value); expected a whole number from \(range.lowerBound) to \(range.upperBound)")
        }
    }

    private func require(
        _ value: Double, above low: Double, upTo high: Double, _ name: String
    ) throws(ConfigurationError) {
        guard value > low, value <= high else {
            throw ConfigurationError("\(name) is \(value); expected a number above \(low) and up to \(high)")
        }
    }

    private func require(_ value: Double, belowOne name: String) throws(ConfigurationError) {
        guard value >= 0, value < 1 else {
            throw ConfigurationError("\(name) is \(value); expected a number from 0 up to, but not, 1")
        }
    }
}
