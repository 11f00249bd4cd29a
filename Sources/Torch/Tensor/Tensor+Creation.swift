internal import CTorch

extension Tensor {
    /// A tensor of zeros. Throws ``TorchError`` where it cannot be made.
    public static func zeros(_ shape: [Int], dtype: DType = .float32, device: Device = .cpu) throws -> Tensor {
        try make("zeros", shape, value: 0, dtype: dtype, device: device)
    }

    /// A tensor of ones. Throws ``TorchError`` where it cannot be made.
    public static func ones(_ shape: [Int], dtype: DType = .float32, device: Device = .cpu) throws -> Tensor {
        try make("ones", shape, value: 1, dtype: dtype, device: device)
    }

    /// Every element is `value`.
    public static func full(_ shape: [Int], value: Double, dtype: DType = .float32, device: Device = .cpu) throws
        -> Tensor
    {
        try make("full", shape, value: value, dtype: dtype, device: device)
    }

    /// A float32 tensor on the CPU with a copy of `values`, the last dimension's side by side.
    public convenience init(_ values: [Float], shape: [Int]) throws {
        try self.init(
            handle: values.withUnsafeBytes { try Self.copy($0, shape: shape, dtype: .float32) })
    }

    /// A tensor on the CPU with a copy of `bytes`, which are its elements in this machine's byte order, the last
    /// dimension's side by side. Of bool, each byte must be 0 or 1.
    public convenience init(bytes: UnsafeRawBufferPointer, shape: [Int], dtype: DType) throws {
        try self.init(handle: Self.copy(bytes, shape: shape, dtype: dtype))
    }

    private static func make(_ operation: String, _ shape: [Int], value: Double, dtype: DType, device: Device) throws
        -> Tensor
    {
        try Engine.check(shape: shape, dtype: dtype, operation)
        return try Engine.make(operation) { out, message in
            ct_full(shape.wide, Int32(shape.count), value, dtype.code, device.code, out, message)
        }
    }

    static func copy(_ bytes: UnsafeRawBufferPointer, shape: [Int], dtype: DType) throws -> OpaquePointer {
        try Engine.check(shape: shape, dtype: dtype, "tensor")
        let expected = shape.reduce(1, *)
        guard bytes.count == expected * dtype.byteCount else {
            let found =
                bytes.count % dtype.byteCount == 0 ? "\(bytes.count / dtype.byteCount)" : "\(bytes.count) bytes"
            throw TorchError(
                code: .invalidArgument, operation: "tensor",
                message: "expected \(expected) \(dtype) values for the shape \(shape), got \(found)")
        }
        if dtype == .bool, let other = bytes.first(where: { $0 > 1 }) {
            throw TorchError(
                code: .invalidArgument, operation: "tensor", message: "expected bytes of 0 or 1 for bool, got \(other)")
        }
        var handle: OpaquePointer?
        try Engine.perform("tensor") { message in
            ct_from_bytes(bytes.baseAddress, shape.wide, Int32(shape.count), dtype.code, &handle, message)
        }
        guard let handle else { throw TorchError(code: .engine, operation: "tensor", message: "no result") }
        return handle
    }
}
