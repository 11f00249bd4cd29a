internal import CTorch

extension Tensor {
    /// The same elements in another shape of the same count, of which one extent may be -1: what is left for it.
    public func reshaped(_ shape: [Int]) throws -> Tensor {
        try Engine.make("reshaped(\(shape))", [self]) { ct_reshape(handle, shape.wide, Int32(shape.count), $0, $1) }
    }

    /// A view with the dimensions in another order: dimension `i` of the result is dimension `order[i]` of this.
    public func permuted(_ order: [Int]) throws -> Tensor {
        try Engine.make("permuted(\(order))", [self]) { ct_permute(handle, order.wide, Int32(order.count), $0, $1) }
    }

    /// A view with the last two dimensions exchanged.
    public func transposed() throws -> Tensor {
        guard rank >= 2 else {
            throw TorchError(
                code: .invalidArgument, operation: "transposed", message: "expected 2 dimensions or more, got \(rank)",
                shapes: [shape])
        }
        return try permuted(Array(0..<rank - 2) + [rank - 1, rank - 2])
    }

    /// A view of `length` indices of one dimension, from `start` on.
    public func narrowed(dimension: Int, start: Int, length: Int) throws -> Tensor {
        try Engine.make("narrowed(dimension: \(dimension), start: \(start), length: \(length))", [self]) {
            ct_narrow(handle, Int64(dimension), Int64(start), Int64(length), $0, $1)
        }
    }

    /// The tensors one after another along a dimension; their other extents must agree.
    public static func concatenated(_ tensors: [Tensor], dimension: Int = 0) throws -> Tensor {
        let handles = tensors.map { Optional($0.handle) }
        return try Engine.make("concatenated", tensors) {
            ct_concatenate(handles, Int64(handles.count), Int64(dimension), $0, $1)
        }
    }

    /// Adds `value` around the last two dimensions: rows above and below, columns left and right.
    public func padded(top: Int = 0, bottom: Int = 0, left: Int = 0, right: Int = 0, value: Double = 0) throws -> Tensor
    {
        let widths = [left, right, top, bottom]
        guard rank >= 2, widths.allSatisfy({ $0 >= 0 }) else {
            throw TorchError(
                code: .invalidArgument, operation: "padded",
                message: "expected 2 dimensions or more and widths of 0 or more, got \(widths)", shapes: [shape])
        }
        return try Engine.make("padded", [self]) { ct_pad(handle, widths.wide, 4, value, $0, $1) }
    }

    /// The same tensor where it is contiguous already, otherwise a copy that is.
    public func contiguous() throws -> Tensor {
        if isContiguous { return self }
        return try Engine.make("contiguous", [self]) { ct_contiguous(handle, $0, $1) }
    }

    /// The same tensor where it has this type already, otherwise a converted copy.
    public func cast(to dtype: DType) throws -> Tensor {
        if dtype == self.dtype { return self }
        return try Engine.make("cast(to: \(dtype))", [self]) { ct_cast(handle, dtype.code, $0, $1) }
    }

    /// The same tensor where it is there already, otherwise a copy on `device`.
    public func moved(to device: Device) throws -> Tensor {
        if device == self.device { return self }
        return try Engine.make("moved(to: \(device))", [self]) { ct_move(handle, device.code, $0, $1) }
    }

    /// A copy of the elements, through which gradients pass.
    public func cloned() throws -> Tensor {
        try Engine.make("cloned", [self]) { ct_clone(handle, $0, $1) }
    }

    /// A view through which no gradients pass.
    public func detached() throws -> Tensor {
        try Engine.make("detached", [self]) { ct_detach(handle, $0, $1) }
    }
}
