internal import CTorch

/// An array of numbers of any rank, on a ``Device``, that libtorch computes with and differentiates through.
///
/// It is a reference: in-place methods change what every holder sees, and views (``narrowed(dimension:start:length:)``,
/// ``permuted(_:)`` and most reshapes) share the elements of the tensor they were made from. It must stay on the
/// thread, or in the actor, that made it.
public final class Tensor {
    /// The extents, outermost first; empty for a single number.
    public let shape: [Int]
    /// The type of the elements.
    public let dtype: DType
    let handle: OpaquePointer

    /// Takes the handle over.
    init(handle: OpaquePointer) {
        self.handle = handle
        let rank = Int(ct_tensor_rank(handle))
        shape = withUnsafeTemporaryAllocation(of: Int64.self, capacity: rank) { extents in
            if let start = extents.baseAddress { ct_tensor_shape(handle, start) }
            return extents.map(Int.init)
        }
        // No operation of this module makes a tensor of a type that DType lacks.
        dtype = DType(code: ct_tensor_dtype(handle)) ?? .float32
    }

    deinit { ct_tensor_free(handle) }

    /// Where the elements are.
    public var device: Device { Device(code: ct_tensor_device(handle)) }

    /// The number of dimensions.
    public var rank: Int { shape.count }

    /// The number of elements.
    public var count: Int { shape.reduce(1, *) }

    /// Whether the elements lie in memory without gaps, the last dimension's side by side.
    public var isContiguous: Bool { ct_tensor_is_contiguous(handle) }

    /// Whether gradients with respect to this tensor, or through it, can be asked for.
    public var requiresGradient: Bool { ct_tensor_requires_gradient(handle) }

    /// Makes this tensor one that gradients can be asked for, or no longer so. Only a tensor that was not computed from
    /// one that requires gradients can be switched off; see ``detached()``.
    public func requireGradient(_ on: Bool) throws {
        try Engine.perform("requireGradient", [self]) { ct_tensor_require_gradient(handle, on, $0) }
    }
}

@available(*, unavailable)
extension Tensor: Sendable {}

extension Tensor: CustomStringConvertible {
    /// Type, shape and device: `float32 [64, 1, 28, 28] on cpu`.
    public var description: String { "\(dtype) \(shape) on \(device)" }
}
