import Torch

/// Copies into `targets` the tensors of the same names among `tensors`, which were read from `path`.
///
/// Throws ``CheckpointError``, before anything is changed, where one is absent, of another shape or type, or not finite,
/// or where the file has others besides.
func restore(_ targets: [NamedTensor], from tensors: [NamedTensor], at path: String) throws {
    let pairs = try checkRestorable(targets, from: tensors, at: path)
    try withoutGradients {
        for (target, tensor) in pairs { try target.copy(from: tensor) }
    }
}

/// The tensors that ``restore(_:from:at:)`` would copy into each other. Throws as it does.
@discardableResult
func checkRestorable(
    _ targets: [NamedTensor], from tensors: [NamedTensor], at path: String
) throws -> [(target: Tensor, source: Tensor)] {
    let found = Dictionary(uniqueKeysWithValues: tensors.map { ($0.name, $0.tensor) })
    let pairs = try targets.map { target in
        guard let tensor = found[target.name] else {
            throw CheckpointError(
                path: path, message: "has no tensor \(target.name); expected one of this network's size")
        }
        guard tensor.shape == target.tensor.shape, tensor.dtype == target.tensor.dtype else {
            throw CheckpointError(
                path: path,
                message: "\(target.name) is \(tensor.dtype) \(tensor.shape), expected "
                    + "\(target.tensor.dtype) \(target.tensor.shape); it is of a network of another size")
        }
        guard try tensor.dtype != .float32 || tensor.allFinite() else {
            throw CheckpointError(
                path: path, message: "\(target.name) has a value that is infinite or not a number; use another copy")
        }
        return (target: target.tensor, source: tensor)
    }
    if let other = Set(found.keys).subtracting(targets.map(\.name)).sorted().first {
        throw CheckpointError(path: path, message: "has a tensor \(other), which this network does not have")
    }
    return pairs
}
