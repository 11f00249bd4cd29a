internal import CTorch

extension Tensor {
    /// Copies the elements out, converted to Float, the last dimension's side by side.
    public func floats() throws -> [Float] {
        let source = try dtype == .float32 ? self : cast(to: .float32)
        return try source.withUnsafeBytes { bytes in
            [Float](unsafeUninitializedCapacity: source.count) { buffer, count in
                UnsafeMutableRawBufferPointer(buffer).copyMemory(from: bytes)
                count = source.count
            }
        }
    }

    /// Copies the elements out, converted to Double, the last dimension's side by side.
    public func doubles() throws -> [Double] {
        try cast(to: .float64).withUnsafeBytes { Array($0.bindMemory(to: Double.self)) }
    }

    /// The one element of a tensor that has one.
    public func scalar() throws -> Double {
        guard count == 1 else {
            throw TorchError(
                code: .invalidArgument, operation: "scalar", message: "expected 1 element, got \(count)",
                shapes: [shape])
        }
        var value = 0.0
        try Engine.perform("scalar", [self]) { ct_tensor_scalar(handle, &value, $0) }
        return value
    }

    /// Gives `body` the elements as bytes, the last dimension's side by side: the tensor's own memory where it is
    /// contiguous and on the CPU, otherwise a copy.
    public func withUnsafeBytes<R>(_ body: (UnsafeRawBufferPointer) throws -> R) throws -> R {
        let source = try moved(to: .cpu).contiguous()
        var start: UnsafeMutableRawPointer?
        try Engine.perform("withUnsafeBytes", [source]) { ct_tensor_data(source.handle, &start, $0) }
        return try withExtendedLifetime(source) {
            try body(UnsafeRawBufferPointer(start: start, count: source.count * dtype.byteCount))
        }
    }

    /// Gives `body` the memory of a contiguous float32 tensor on the CPU, to read and write. What is written is not
    /// seen by gradients.
    public func withUnsafeMutableFloats<R>(_ body: (UnsafeMutableBufferPointer<Float>) throws -> R) throws -> R {
        guard dtype == .float32 else {
            throw TorchError(
                code: .invalidArgument, operation: "withUnsafeMutableFloats", message: "expected float32, got \(dtype)",
                shapes: [shape])
        }
        return try withUnsafeMutableBytes { try body($0.assumingMemoryBound(to: Float.self)) }
    }

    /// Gives `body` the memory of a contiguous tensor on the CPU, to read and write.
    func withUnsafeMutableBytes<R>(_ body: (UnsafeMutableRawBufferPointer) throws -> R) throws -> R {
        var start: UnsafeMutableRawPointer?
        try Engine.perform("withUnsafeMutableBytes", [self]) { ct_tensor_data(handle, &start, $0) }
        return try withExtendedLifetime(self) {
            try body(UnsafeMutableRawBufferPointer(start: start, count: count * dtype.byteCount))
        }
    }
}
