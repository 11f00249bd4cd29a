import GAN
import Networks
import Torch

/// A layer of a network as Keras names it.
struct KerasLayer {
    /// As Keras names it where a program makes both networks, the generator first, in a fresh process.
    let name: String
    /// The name of Atelier's layer.
    let source: String
    let layer: Networks.Layer
    /// In Keras's order.
    let weights: [WeightShape]
    /// What Keras calls the activation that is part of the layer.
    private(set) var activation = "linear"

    /// The layers of a network, in order. Throws ``KerasGap`` for a network that Keras has no layers for.
    static func layers(of network: NetworkDescription, _ kind: NetworkKind) throws -> [KerasLayer] {
        var names = KerasNames()
        if kind == .discriminator {
            // A discriminator does not say what generator was made before it: the tutorial's, whose layers are counted.
            for placed in try DCGAN().generator(of: ImageShape()).placed() { _ = try names.name(of: placed) }
        }
        var layers: [KerasLayer] = []
        for placed in try network.placed().flattened() {
            if let name = try names.name(of: placed) {
                layers.append(
                    KerasLayer(name: name, source: placed.name, layer: placed.layer, weights: placed.weights))
            } else if !layers.isEmpty {
                layers[layers.count - 1].activation = "tanh"
            }
        }
        return layers
    }
}

/// What Keras has no layer for; the description completes "Keras has no …".
struct KerasGap: Error {
    let layer: String
}

/// Names layers as Keras does in one process: by their class, those after the first numbered from 1.
private struct KerasNames {
    private var counts: [String: Int] = [:]

    /// Nil for what is part of another layer in Keras: an activation that a convolution has.
    mutating func name(of placed: PlacedLayer) throws -> String? {
        let name: String
        switch placed.layer {
        case .dense: name = "dense"
        case .batchNorm: name = "batch_normalization"
        case .leakyReLU: name = "leaky_re_lu"
        case .dropout: name = "dropout"
        case .reshape: name = "reshape"
        case .flatten: name = "flatten"
        case .conv2D: name = "conv2d"
        case .convTranspose2D: name = "conv2d_transpose"
        case .tanh: return nil
        case .residual: throw KerasGap(layer: "residual block in a Sequential model")
        case .classEmbedding, .classProjection: throw KerasGap(layer: "input for labels in a Sequential model")
        }
        let count = counts[name, default: 0]
        counts[name] = count + 1
        return count == 0 ? name : "\(name)_\(count)"
    }
}

/// Where Keras's layouts differ from Atelier's: in the kernels of convolutions, from [H, W, in, out] to [out, in, H, W],
/// and of transposed ones, from [H, W, out, in] to [in, out, H, W], which is the same exchange.
/// Dense kernels are [in, out] in both, their features in the order H, W, C.
enum KerasLayout {
    static func shape(_ shape: [Int]) -> [Int] {
        shape.count == 4 ? [shape[2], shape[3], shape[1], shape[0]] : shape
    }

    static func toKeras(_ tensor: Tensor) throws -> Tensor {
        try tensor.rank == 4 ? tensor.permuted([2, 3, 1, 0]) : tensor
    }

    static func fromKeras(_ tensor: Tensor) throws -> Tensor {
        try tensor.rank == 4 ? tensor.permuted([3, 2, 0, 1]).contiguous() : tensor
    }

    /// `moving_mean` for `movingMean`.
    static func name(_ weight: String) -> String {
        switch weight {
        case "movingMean": "moving_mean"
        case "movingVariance": "moving_variance"
        default: weight
        }
    }
}
