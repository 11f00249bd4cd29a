import Files
public import GAN
import Networks
import Torch

extension KerasFile {
    /// Writes `weights` to `path`, wholly or not at all; equal weights give equal bytes. Throws `FileError` where the
    /// system refuses.
    public static func write(_ weights: NetworkWeights, format: Format, to path: String) throws {
        let bytes: [UInt8]
        do {
            let image = try HDF5Image.bytes { image in
                switch format {
                case .legacy: try addLegacy(weights, to: image)
                case .version3, .archive: try addVersion3(weights, to: image)
                }
            }
            bytes =
                format == .archive
                ? try KerasArchive.bytes(config: KerasModel.json(of: weights), weights: image) : image
        } catch let gap as KerasGap {
            throw InterchangeError(
                path: path,
                message: "cannot be written: Keras has no \(gap.layer); export as onnx or safetensors instead")
        } catch is HDF5Image.Failure {
            throw InterchangeError(path: path, message: "HDF5's library cannot make it; is there memory for it?")
        }
        try AtomicFile.write(bytes, to: path)
    }

    /// Whether Keras has all layers of the network.
    public static func canHold(_ weights: NetworkWeights) -> Bool {
        (try? KerasLayer.layers(of: weights.network, weights.kind)) != nil
    }

    /// As tf_keras 2.21 writes it: a group a layer, which lists its weights' names in order.
    private static func addLegacy(_ weights: NetworkWeights, to image: borrowing HDF5Image) throws {
        let layers = try KerasLayer.layers(of: weights.network, weights.kind)
        try image.addTexts(layers.map(\.name), named: "layer_names", to: "")
        try image.addText("tensorflow", named: "backend", to: "")
        try image.addText("2.21.0", named: "keras_version", to: "")
        for layer in layers {
            let numbers = try self.numbers(of: layer, in: weights)
            let names = numbers.map { "\(layer.name)/\($0.name):0" }
            try image.addGroup(layer.name)
            try image.addTexts(names, named: "weight_names", to: layer.name)
            for (name, item) in zip(names, numbers) { try image.addNumbers(item.tensor, path: "\(layer.name)/\(name)") }
        }
        try image.addGroup("top_level_model_weights")
        try image.addTexts([], named: "weight_names", to: "top_level_model_weights")
    }

    /// As Keras 3.15 writes it: the variables of a layer by their numbers, the layers by their kinds, counted anew in
    /// each file.
    private static func addVersion3(_ weights: NetworkWeights, to image: borrowing HDF5Image) throws {
        var counts: [String: Int] = [:]
        for layer in try KerasLayer.layers(of: weights.network, weights.kind) {
            let kind = layer.name.replacing(/_\d+$/, with: "")
            let count = counts[kind, default: 0]
            counts[kind] = count + 1
            let group = "layers/\(count == 0 ? kind : "\(kind)_\(count)")/vars"
            try image.addGroup(group)
            try image.addText(layer.name, named: "name", to: group)
            for (index, item) in try numbers(of: layer, in: weights).enumerated() {
                try image.addNumbers(item.tensor, path: "\(group)/\(index)")
            }
        }
        try image.addGroup("vars")
        try image.addText(weights.kind == .generator ? "sequential" : "sequential_1", named: "name", to: "vars")
    }

    /// The weights of a layer in Keras's names, order and layouts.
    private static func numbers(of layer: KerasLayer, in weights: NetworkWeights) throws -> [NamedTensor] {
        try layer.weights.map { weight in
            guard let tensor = weights.tensor(layer.source, weight.name) else { throw HDF5Image.Failure() }
            return NamedTensor(name: KerasLayout.name(weight.name), tensor: try KerasLayout.toKeras(tensor))
        }
    }
}
