import Foundation
import GAN
import Networks

/// A network as `config.json` of a Keras archive says it: a `Sequential` model.
enum KerasModel {
    /// The JSON of the model with these weights. Throws ``KerasGap`` for a network that Keras has no layers for.
    static func json(of weights: NetworkWeights) throws -> [UInt8] {
        let network = weights.network
        // Keras numbers what one process makes: the generator first.
        let number = weights.kind == .generator ? "" : "_1"
        // [Z], or [H, W, C] of [C, H, W].
        let extents = network.input.count == 3 ? [network.input[1], network.input[2], network.input[0]] : network.input
        let batchShape: [Any] = [NSNull()] + extents
        let input = object(
            "InputLayer", ["batch_shape": batchShape, "dtype": "float32", "name": "input_layer\(number)"])
        let layers = try KerasLayer.layers(of: network, weights.kind).map(object)
        var model = object(
            "Sequential",
            ["name": "sequential\(number)", "layers": [input] + layers, "build_input_shape": batchShape])
        model["module"] = "keras"
        model["build_config"] = ["input_shape": batchShape]
        return try Array(
            JSONSerialization.data(withJSONObject: model, options: [.sortedKeys, .withoutEscapingSlashes]))
    }

    private static func object(_ name: String, _ config: [String: Any]) -> [String: Any] {
        ["module": "keras.layers", "class_name": name, "config": config, "registered_name": NSNull()]
    }

    /// What is not said has Keras's defaults.
    private static func object(_ layer: KerasLayer) throws -> [String: Any] {
        func convolution(_ name: String, _ filters: Int, _ kernel: Int, _ stride: Int, _ bias: Bool) -> [String: Any] {
            object(
                name,
                [
                    "name": layer.name, "filters": filters, "kernel_size": [kernel, kernel],
                    "strides": [stride, stride],
                    "padding": "same", "use_bias": bias, "activation": layer.activation,
                ])
        }
        switch layer.layer {
        case .dense(let dense):
            return object(
                "Dense",
                [
                    "name": layer.name, "units": dense.units, "use_bias": dense.bias, "activation": layer.activation,
                ])
        case .batchNorm(let norm):
            return object(
                "BatchNormalization", ["name": layer.name, "momentum": norm.momentum, "epsilon": norm.epsilon])
        case .leakyReLU(let activation):
            return object("LeakyReLU", ["name": layer.name, "negative_slope": activation.slope])
        case .dropout(let dropout): return object("Dropout", ["name": layer.name, "rate": dropout.rate])
        case .reshape(let reshape):
            return object(
                "Reshape", ["name": layer.name, "target_shape": [reshape.height, reshape.width, reshape.channels]])
        case .flatten: return object("Flatten", ["name": layer.name])
        case .conv2D(let conv):
            return convolution("Conv2D", conv.filters, conv.kernel, conv.stride, conv.bias)
        case .convTranspose2D(let conv):
            return convolution("Conv2DTranspose", conv.filters, conv.kernel, conv.stride, conv.bias)
        case .tanh, .residual, .classEmbedding, .classProjection: throw KerasGap(layer: "layer \(layer.source)")
        }
    }
}
