internal import CTorch

extension Tensor {
    /// The matrix product over the last two dimensions, [.., M, K] · [.., K, N] -> [.., M, N].
    public func matmul(_ other: Tensor) throws -> Tensor {
        if rank == 2, other.rank == 2, shape[1] != other.shape[0] {
            throw TorchError(
                code: .invalidArgument, operation: "matmul",
                message: "expected \(shape[1]) rows on the right, got \(other.shape[0])", shapes: [shape, other.shape])
        }
        return try Engine.make("matmul", [self, other]) { ct_matmul(handle, other.handle, $0, $1) }
    }

    /// The eigenvalues [n], ascending, and eigenvectors, the columns of [n, n], of a symmetric matrix [n, n] of float32
    /// or float64, of which the lower triangle is read. Throws where it holds what is not finite.
    public func symmetricEigen() throws -> (values: Tensor, vectors: Tensor) {
        guard rank == 2, shape[0] == shape[1] else {
            throw TorchError(
                code: .invalidArgument, operation: "symmetricEigen", message: "expected a square matrix",
                shapes: [shape])
        }
        guard try allFinite() else {
            throw TorchError(
                code: .invalidArgument, operation: "symmetricEigen", message: "expected finite elements",
                shapes: [shape])
        }
        var (values, vectors) = (OpaquePointer?.none, OpaquePointer?.none)
        try Engine.perform("symmetricEigen", [self]) { ct_symmetric_eigen(handle, &values, &vectors, $0) }
        guard let values, let vectors else {
            throw TorchError(code: .engine, operation: "symmetricEigen", message: "no result", shapes: [shape])
        }
        return (Tensor(handle: values), Tensor(handle: vectors))
    }
}
