/// No extent is larger, and no weight and no layer's output has more elements: what follows from them can be counted.
private let largestExtent = 1 << 24
private let largestCount = 1 << 30

extension LayerDescription {
    /// Throws unless `input` has so many extents: 1 of features, 3 of images.
    static func require(_ input: [Int], rank: Int) throws(NetworkError) {
        guard input.count == rank else {
            let names = [1: "features [F]", 3: "images [C, H, W]"]
            throw NetworkError("takes \(names[rank] ?? "\(rank) extents"), and gets \(input)")
        }
    }

    static func require(kernel: Int, stride: Int) throws(NetworkError) {
        guard (1...64).contains(kernel), (1...64).contains(stride) else {
            throw NetworkError("has a kernel of \(kernel) and a stride of \(stride); expected 1 to 64")
        }
    }
}

extension LayerContext {
    func requireClasses() throws(NetworkError) {
        guard classes != nil else { throw NetworkError("takes labels, and the network has none; give it classes") }
    }
}

extension NetworkError {
    /// The product of `extents`, each 1 to 2²⁴, where it is 2³⁰ at most; throws otherwise.
    @discardableResult
    static func product(_ extents: [Int]) throws(NetworkError) -> Int {
        var product = 1
        for extent in extents {
            guard (1...largestExtent).contains(extent), product * extent <= largestCount else {
                throw NetworkError(
                    "has \(extents) numbers; expected extents from 1 to \(largestExtent), \(largestCount) numbers at most"
                )
            }
            product *= extent
        }
        return product
    }

    /// The same with the name of the layer that it is about.
    func at(_ layer: String) -> NetworkError { NetworkError("the layer \(layer) \(description)") }
}
