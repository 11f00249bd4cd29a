internal import CTorch

/// Changes of a tensor's elements, unseen by gradients: for weights, averages and buffers.
extension Tensor {
    /// Takes the elements of `source`, converted and moved where needed.
    public func copy(from source: Tensor) throws {
        guard source.shape == shape else {
            throw TorchError(
                code: .invalidArgument, operation: "copy", message: "expected the shape \(shape)",
                shapes: [source.shape])
        }
        try Engine.perform("copy", [self, source]) { ct_copy_in_place(handle, source.handle, $0) }
    }

    /// self += scale · other
    public func add(_ other: Tensor, scale: Double = 1) throws {
        try Engine.perform("add in place", [self, other]) { ct_add_in_place(handle, other.handle, scale, $0) }
    }

    /// self ·= factor
    public func multiply(by factor: Double) throws {
        try Engine.perform("multiply in place", [self]) { ct_multiply_in_place(handle, factor, $0) }
    }

    /// Every element becomes `value`.
    public func fill(_ value: Double) throws {
        try Engine.perform("fill", [self]) { ct_fill_in_place(handle, value, $0) }
    }
}
