import Files
public import GAN
import Networks
import Runs
import Torch

extension KerasFile {
    /// Reads a generator's weights from a file of weights or of a whole model. Throws ``InterchangeError`` for a file that
    /// is damaged, is no file of Keras's, or holds something else; `FileError` where the system refuses.
    public static func readGenerator(_ path: String) throws -> NetworkWeights {
        try read(.generator, path)
    }

    /// Reads a discriminator's weights. Throws as ``readGenerator(_:)``.
    public static func readDiscriminator(_ path: String) throws -> NetworkWeights {
        try read(.discriminator, path)
    }

    private static func read(_ kind: NetworkKind, _ path: String) throws -> NetworkWeights {
        guard try isArchive(path) else { return try read(kind, hdf5: path, from: path) }
        return try KerasArchive.withWeights(of: path) { try read(kind, hdf5: $0, from: path) }
    }

    private static func isArchive(_ path: String) throws -> Bool {
        let file = try RegularFile(path)
        let signature = KerasArchive.signature
        return try file.byteCount >= signature.count && file.read(count: signature.count, at: 0) == signature
    }

    /// Reads the HDF5 file at `file`, which came from `path`.
    private static func read(_ kind: NetworkKind, hdf5 file: String, from path: String) throws -> NetworkWeights {
        do {
            let layers = try HDF5Listing(contentsOf: file).layers()
            guard let tutorial = SizedTutorial(kind, layers) else { throw HDF5Problem(misfit(kind, layers)) }
            let file = try RegularFile(file)
            let tensors = try matched(layers, to: tutorial, kind).flatMap { layer, stored in
                try zip(layer.weights, stored.weights).map { weight, numbers in
                    NamedTensor(
                        name: "\(kind.rawValue).\(layer.name).\(weight.name)",
                        tensor: try KerasLayout.fromKeras(tensor(numbers, of: file)))
                }
            }
            return try NetworkWeights(kind, network: tutorial.network(kind), tensors: tensors, from: path)
        } catch let problem as HDF5Problem {
            throw InterchangeError(path: path, message: problem.message)
        }
    }

    /// Each layer of the network with the stored one of its shapes, the first where there are several. Within a network,
    /// no two layers have the same shapes, so neither names nor the order of a class's attributes matter.
    private static func matched(
        _ layers: [StoredLayer], to tutorial: SizedTutorial, _ kind: NetworkKind
    ) throws -> [(PlacedLayer, StoredLayer)] {
        var rest = layers
        var pairs: [(PlacedLayer, StoredLayer)] = []
        for layer in try tutorial.network(kind).placed() where !layer.weights.isEmpty {
            let expected = layer.weights.map { KerasLayout.shape($0.shape) }
            guard let index = rest.firstIndex(where: { $0.shapes == expected }) else {
                throw HDF5Problem(
                    "has no layer of the shapes \(expected.map(shownShape).joined(separator: ", ")), which "
                        + "\(layer.name) of a \(kind.rawValue) for images of \(tutorial.images.size)×"
                        + "\(tutorial.images.size) at width \(tutorial.networks.width) has; it holds \(shown(layers))")
            }
            pairs.append((layer, rest.remove(at: index)))
        }
        if let other = rest.first {
            throw HDF5Problem("has a layer \(other.description) more than the tutorial's \(kind.rawValue)")
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

    private static func misfit(_ kind: NetworkKind, _ layers: [StoredLayer]) -> String {
        let other: NetworkKind = kind == .generator ? .discriminator : .generator
        if SizedTutorial(other, layers) != nil { return "holds a \(other.rawValue), expected a \(kind.rawValue)" }
        return "does not hold the tutorial's \(kind.rawValue), of any size; it holds \(shown(layers))"
    }

    private static func shown(_ layers: [StoredLayer]) -> String {
        layers.prefix(12).map(\.description).joined(separator: ", ") + (layers.count > 12 ? ", …" : "")
    }
}

/// The tutorial's networks of the size that the layers in a file have.
private struct SizedTutorial {
    let networks: DCGAN
    let images: ImageShape

    /// Nil where no network of the tutorial's has such layers.
    init?(_ kind: NetworkKind, _ layers: [StoredLayer]) {
        let kernels = layers.compactMap(\.shapes.first)
        // The convolution next to the images, [5, 5, C, w], has the fewest channels on its other side.
        guard let dense = kernels.first(where: { $0.count == 2 }),
            let outermost = kernels.filter({ $0.count == 4 }).min(by: { $0[3] < $1[3] }),
            kernels.count(where: { $0.count == 4 }) == (kind == .generator ? 3 : 2)
        else { return nil }
        let (channels, width) = (outermost[2], outermost[3])
        let (features, depth) = kind == .generator ? (dense[1], 4) : (dense[0], 2)
        guard TrainingConfiguration.widths.contains(width), [1, 3].contains(channels),
            kind == .discriminator || TrainingConfiguration.latentSizes.contains(dense[0]),
            features % (depth * width) == 0
        else { return nil }
        // The features are those of the smallest map, a quarter of the image's height and width.
        let base = Int(Double(features / (depth * width)).squareRoot())
        images = ImageShape(size: 4 * base, channels: channels)
        networks = kind == .generator ? DCGAN(latentSize: dense[0], width: width) : DCGAN(width: width)
        guard base * base == features / (depth * width), (try? networks.check(images)) != nil else { return nil }
    }

    func network(_ kind: NetworkKind) -> NetworkDescription {
        kind == .generator ? networks.generator(of: images) : networks.discriminator(of: images)
    }
}
