/// A layer that has weights: its name, its kind, and the shapes of its weights in Atelier's layouts.
public struct LayerShape: Sendable, Equatable {
    public enum Kind: Sendable {
        case dense, batchNorm, conv2D, convTranspose2D
    }

    public struct Weight: Sendable, Equatable {
        /// The name within the layer: `kernel`, `gamma`, `movingMean`.
        public let name: String
        public let shape: [Int]
    }

    /// The name within the network: `convTranspose1`.
    public let name: String
    public let kind: Kind
    /// In the order in which Keras keeps them.
    public let weights: [Weight]

    init(_ name: String, _ kind: Kind, kernel: [Int], bias: Int? = nil) {
        self.name = name
        self.kind = kind
        weights = [Weight(name: "kernel", shape: kernel)] + (bias.map { [Weight(name: "bias", shape: [$0])] } ?? [])
    }

    init(batchNorm name: String, features: Int) {
        self.name = name
        kind = .batchNorm
        weights = ["gamma", "beta", "movingMean", "movingVariance"].map { Weight(name: $0, shape: [features]) }
    }
}

extension NetworkShape {
    /// The layers of a network that have weights, in the order in which images or latents pass them. It can be known
    /// before the network is made, so that a small file cannot ask for much memory.
    public func layers(of network: NetworkKind) -> [LayerShape] {
        let features = baseSize * baseSize * 4 * width
        switch network {
        case .generator:
            return [
                LayerShape("dense", .dense, kernel: [latentSize, features]),
                LayerShape(batchNorm: "batchNorm0", features: features),
                LayerShape("convTranspose1", .convTranspose2D, kernel: [4 * width, 2 * width, 5, 5]),
                LayerShape(batchNorm: "batchNorm1", features: 2 * width),
                LayerShape("convTranspose2", .convTranspose2D, kernel: [2 * width, width, 5, 5]),
                LayerShape(batchNorm: "batchNorm2", features: width),
                LayerShape("convTranspose3", .convTranspose2D, kernel: [width, channels, 5, 5]),
            ]
        case .discriminator:
            return [
                LayerShape("conv1", .conv2D, kernel: [width, channels, 5, 5], bias: width),
                LayerShape("conv2", .conv2D, kernel: [2 * width, width, 5, 5], bias: 2 * width),
                LayerShape("dense", .dense, kernel: [baseSize * baseSize * 2 * width, 1], bias: 1),
            ]
        }
    }
}
