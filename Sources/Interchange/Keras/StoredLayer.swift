/// A layer's weights as they are stored in a Keras file.
struct StoredLayer {
    let name: String
    /// In the layer's own order.
    let weights: [HDF5Listing.Numbers]

    var shapes: [[Int]] { weights.map(\.shape) }

    /// Such as `conv2d (5×5×1×64, 64)`.
    var description: String {
        "\(name) (\(shapes.map(shownShape).joined(separator: ", ")))"
    }
}

func shownShape(_ shape: [Int]) -> String {
    shape.isEmpty ? "a number" : shape.map(String.init).joined(separator: "×")
}

extension HDF5Listing {
    /// The layers that have weights, of any of the three kinds of file: legacy weights, a legacy whole model, and
    /// Keras 3's weights.
    func layers() throws(HDF5Problem) -> [StoredLayer] {
        for root in ["", "model_weights"] {
            guard let names = names("layer_names", of: root) else { continue }
            return try legacyLayers(names, in: root)
        }
        let layers = version3Layers()
        guard !layers.isEmpty else {
            throw HDF5Problem("holds no weights of Keras; expected a file that save_weights or model.save wrote")
        }
        return layers
    }

    private func legacyLayers(_ layerNames: [String], in root: String) throws(HDF5Problem) -> [StoredLayer] {
        var layers: [StoredLayer] = []
        for name in layerNames {
            let group = root.isEmpty ? name : "\(root)/\(name)"
            guard let weightNames = names("weight_names", of: group) else {
                throw HDF5Problem("names a layer \(name) and does not say its weights; use another copy")
            }
            var weights: [Numbers] = []
            for weightName in weightNames {
                guard let numbers = numbers["\(group)/\(weightName)"] else {
                    throw HDF5Problem("names weights \(weightName) and does not hold them; use another copy")
                }
                weights.append(numbers)
            }
            if !weights.isEmpty { layers.append(StoredLayer(name: name, weights: weights)) }
        }
        return layers
    }

    /// Keras 3 calls a layer's variables `…/vars/0`, `…/vars/1`, …; those of optimizers and metrics are not a network's.
    private func version3Layers() -> [StoredLayer] {
        var variables: [String: [Int: Numbers]] = [:]
        for (path, numbers) in numbers {
            let parts = path.split(separator: "/")
            guard parts.count >= 3, parts[parts.count - 2] == "vars", let index = Int(parts[parts.count - 1]),
                !["optimizer", "metrics", "optimizer_weights"].contains(parts[0])
            else { continue }
            variables[parts.dropLast(2).joined(separator: "/"), default: [:]][index] = numbers
        }
        return variables.sorted { $0.key < $1.key }.map { name, numbers in
            StoredLayer(name: name, weights: numbers.sorted { $0.key < $1.key }.map(\.value))
        }
    }
}
