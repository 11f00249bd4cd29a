internal import CTorch

/// Calls into the C surface: statuses become errors, and new handles become tensors.
enum Engine {
    typealias Message = UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>
    typealias Result = UnsafeMutablePointer<OpaquePointer?>

    /// Runs `body`, which uses the handles of `inputs`, and keeps these alive meanwhile.
    static func perform(_ operation: String, _ inputs: [Tensor] = [], _ body: (Message) -> ct_status) throws {
        var message: UnsafeMutablePointer<CChar>?
        let status = withExtendedLifetime(inputs) { body(&message) }
        guard status == CT_OK else {
            defer { message.map(ct_message_free) }
            throw TorchError(
                status: status, operation: operation,
                message: message.map { String(cString: $0) } ?? "no memory for the error's message",
                shapes: inputs.map(\.shape))
        }
    }

    /// `perform` for what makes one tensor.
    static func make(_ operation: String, _ inputs: [Tensor] = [], _ body: (Result, Message) -> ct_status) throws
        -> Tensor
    {
        var handle: OpaquePointer?
        try perform(operation, inputs) { body(&handle, $0) }
        guard let handle else {
            throw TorchError(code: .engine, operation: operation, message: "no result", shapes: inputs.map(\.shape))
        }
        return Tensor(handle: handle)
    }

    /// Throws unless `shape` can be one: no negative extent, and the bytes countable.
    static func check(shape: [Int], dtype: DType = .float32, _ operation: String) throws {
        var count = dtype.byteCount
        for extent in shape {
            guard extent >= 0 else {
                throw TorchError(
                    code: .invalidArgument, operation: operation, message: "the shape \(shape) has a negative extent")
            }
            let (product, overflow) = count.multipliedReportingOverflow(by: extent)
            guard !overflow else {
                throw TorchError(
                    code: .invalidArgument, operation: operation,
                    message: "the shape \(shape) has more elements than can be counted")
            }
            count = product
        }
    }
}

extension [Int] {
    /// The same numbers in C's width, which is Int's on every platform that libtorch runs on.
    var wide: [Int64] { map(Int64.init) }
}
