import GAN
import Torch

/// A layer of the tutorial's networks as Keras names it.
struct KerasLayer {
    /// As Keras names it where the tutorial makes both networks, the generator first, in a fresh process.
    let name: String
    /// The name of Atelier's layer that has its weights; nil where it has none.
    let source: String?

    private init(_ name: String, _ source: String? = nil) {
        self.name = name
        self.source = source
    }

    /// The layers of a network, in order.
    static func layers(of network: NetworkKind) -> [KerasLayer] {
        switch network {
        case .generator:
            [
                KerasLayer("dense", "dense"), KerasLayer("batch_normalization", "batchNorm0"),
                KerasLayer("leaky_re_lu"), KerasLayer("reshape"),
                KerasLayer("conv2d_transpose", "convTranspose1"), KerasLayer("batch_normalization_1", "batchNorm1"),
                KerasLayer("leaky_re_lu_1"),
                KerasLayer("conv2d_transpose_1", "convTranspose2"), KerasLayer("batch_normalization_2", "batchNorm2"),
                KerasLayer("leaky_re_lu_2"),
                KerasLayer("conv2d_transpose_2", "convTranspose3"),
            ]
        case .discriminator:
            [
                KerasLayer("conv2d", "conv1"), KerasLayer("leaky_re_lu_3"), KerasLayer("dropout"),
                KerasLayer("conv2d_1", "conv2"), KerasLayer("leaky_re_lu_4"), KerasLayer("dropout_1"),
                KerasLayer("flatten"), KerasLayer("dense_1", "dense"),
            ]
        }
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
