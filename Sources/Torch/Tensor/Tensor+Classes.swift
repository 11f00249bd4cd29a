internal import CTorch

/// Labels of classes, which are int64 and count from 0.
extension Tensor {
    /// An int64 tensor on the CPU with a copy of `integers`, the last dimension's side by side.
    public convenience init(integers: [Int], shape: [Int]) throws {
        try self.init(
            handle: integers.wide.withUnsafeBytes { try Self.copy($0, shape: shape, dtype: .int64) })
    }

    /// The logarithm of each element's softmax, eˣ/Σeˣ over `dimension`, without overflow.
    public func logSoftmax(dimension: Int) throws -> Tensor {
        try Engine.make("logSoftmax(dimension: \(dimension))", [self]) {
            ct_log_softmax(handle, Int64(dimension), $0, $1)
        }
    }

    /// The cross-entropy, in nats, of each row of logits [N, K] against its label, of int64 [N] and 0 ..< K: [N].
    public func softmaxCrossEntropy(labels: Tensor) throws -> Tensor {
        guard rank == 2, labels.shape == [shape[0]], labels.dtype == .int64 else {
            throw TorchError(
                code: .invalidArgument, operation: "softmaxCrossEntropy",
                message: "expected logits [N, K] and labels [N] of int64, got labels of \(labels.dtype)",
                shapes: [shape, labels.shape])
        }
        return try Engine.make("softmaxCrossEntropy", [self, labels]) {
            ct_softmax_cross_entropy(handle, labels.handle, $0, $1)
        }
    }

    /// The rows of a table [K, …] that `indices`, of int64 [N] and 0 ..< K, name: [N, …]. A row's gradient is the sum
    /// over the places that name it.
    public func rows(at indices: Tensor) throws -> Tensor {
        guard rank >= 1, indices.rank == 1, indices.dtype == .int64 else {
            throw TorchError(
                code: .invalidArgument, operation: "rows",
                message: "expected a table [K, …] and indices [N] of int64, got indices of \(indices.dtype)",
                shapes: [shape, indices.shape])
        }
        return try Engine.make("rows", [self, indices]) { ct_rows(handle, indices.handle, $0, $1) }
    }
}
