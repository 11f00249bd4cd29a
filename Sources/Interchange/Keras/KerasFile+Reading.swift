import AtomicFiles
public import GAN
import Runs
import Torch

extension KerasFile {
    /// Reads a generator's weights. Throws ``InterchangeError`` for a file that is damaged, is no file of Keras's, or
    /// holds something else; `FileError` where the system refuses.
    public static func readGenerator(_ path: String) throws -> NetworkWeights {
        try read(.generator, path, latentSize: nil)
    }

    /// Reads a discriminator's weights, which do not tell the `latentSize` of its generator. Throws as
    /// ``readGenerator(_:)``.
    public static func readDiscriminator(_ path: String, latentSize: Int) throws -> NetworkWeights {
        try read(.discriminator, path, latentSize: latentSize)
    }

    private static func read(_ network: NetworkKind, _ path: String, latentSize: Int?) throws -> NetworkWeights {
        let listing = try HDF5Listing(contentsOf: path)
        do {
            let layers = try listing.layers()
            guard let shape = NetworkShape(network, layers, latentSize: latentSize) else {
                throw HDF5Problem(misfit(network, layers))
            }
            let file = try RegularFile(path)
            let tensors = try matched(layers, to: shape, network).flatMap { layer, stored in
                try zip(layer.weights, stored.weights).map { weight, numbers in
                    NamedTensor(
                        name: "\(network.rawValue).\(layer.name).\(weight.name)",
                        tensor: try KerasLayout.fromKeras(tensor(numbers, of: file)))
                }
            }
            return try NetworkWeights(network, shape: shape, tensors: tensors, from: path)
        } catch let problem as HDF5Problem {
            throw InterchangeError(path: path, message: problem.message)
        }
    }

    /// Each layer of the network with the stored one of its shapes, the first where there are several. Within a network,
    /// no two layers have the same shapes, so neither names nor the order of a class's attributes matter.
    private static func matched(
        _ layers: [StoredLayer], to shape: NetworkShape, _ network: NetworkKind
    ) throws(HDF5Problem) -> [(LayerShape, StoredLayer)] {
        var rest = layers
        var pairs: [(LayerShape, StoredLayer)] = []
        for layer in shape.layers(of: network) {
            let expected = layer.weights.map { KerasLayout.shape($0.shape) }
            guard let index = rest.firstIndex(where: { $0.shapes == expected }) else {
                throw HDF5Problem(
                    "has no layer of the shapes \(expected.map(shownShape).joined(separator: ", ")), which "
                        + "\(layer.name) of a \(network.rawValue) for images of \(shape.imageSize)×\(shape.imageSize) "
                        + "at width \(shape.width) has; it holds \(shown(layers))")
            }
            pairs.append((layer, rest.remove(at: index)))
        }
        if let other = rest.first {
            throw HDF5Problem("has a layer \(other.description) more than the tutorial's \(network.rawValue)")
        }
        return pairs
    }

    private static func tensor(_ numbers: HDF5Listing.Numbers, of file: borrowing RegularFile) throws -> Tensor {
        guard numbers.type == "float32" else {
            throw HDF5Problem("\(numbers.path) is \(numbers.type), expected float32")
        }
        guard numbers.layout == "plain" else {
            throw HDF5Problem(
                "\(numbers.path) is stored \(numbers.layout), expected plain numbers, as Keras stores them")
        }
        // The shape is one that a network can have, so its product cannot overflow.
        let byteCount = numbers.shape.reduce(4, *)
        guard numbers.offset >= 0, byteCount <= file.byteCount, numbers.offset <= file.byteCount - byteCount else {
            throw HDF5Problem("ends before the numbers of \(numbers.path); use another copy")
        }
        let tensor = try Tensor.zeros(numbers.shape)
        try tensor.withUnsafeMutableFloats { floats in
            try file.read(into: UnsafeMutableRawBufferPointer(floats), at: numbers.offset)
            for index in floats.indices {
                floats[index] = Float(bitPattern: UInt32(littleEndian: floats[index].bitPattern))
            }
        }
        return tensor
    }

    private static func misfit(_ network: NetworkKind, _ layers: [StoredLayer]) -> String {
        let other: NetworkKind = network == .generator ? .discriminator : .generator
        if NetworkShape(other, layers, latentSize: 1) != nil {
            return "holds a \(other.rawValue), expected a \(network.rawValue)"
        }
        return "does not hold the tutorial's \(network.rawValue), of any size; it holds \(shown(layers))"
    }

    private static func shown(_ layers: [StoredLayer]) -> String {
        layers.prefix(12).map(\.description).joined(separator: ", ") + (layers.count > 12 ? ", …" : "")
    }
}

extension NetworkShape {
    /// The sizes of a network with such layers; nil where it cannot be the tutorial's.
    fileprivate init?(_ network: NetworkKind, _ layers: [StoredLayer], latentSize: Int?) {
        let kernels = layers.compactMap(\.shapes.first)
        // The convolution next to the images, [5, 5, C, w], has the fewest channels on its other side.
        guard let dense = kernels.first(where: { $0.count == 2 }),
            let outermost = kernels.filter({ $0.count == 4 }).min(by: { $0[3] < $1[3] }),
            let convolutions = Optional(kernels.count { $0.count == 4 }),
            convolutions == (network == .generator ? 3 : 2)
        else { return nil }
        let (channels, width) = (outermost[2], outermost[3])
        let (features, depth) = network == .generator ? (dense[1], 4) : (dense[0], 2)
        let latents = network == .generator ? dense[0] : latentSize ?? 0
        guard TrainingConfiguration.widths.contains(width), [1, 3].contains(channels),
            TrainingConfiguration.latentSizes.contains(latents), features % (depth * width) == 0,
            let imageSize = TrainingConfiguration.imageSizes.first(where: {
                $0 % 4 == 0 && $0 / 4 * ($0 / 4) == features / (depth * width)
            })
        else { return nil }
        self.init(imageSize: imageSize, channels: channels, latentSize: latents, width: width)
    }
}
