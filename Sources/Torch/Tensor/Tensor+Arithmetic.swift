internal import CTorch

/// Element by element. Shapes are broadcast: aligned at their last dimension, where an extent of 1 repeats.
extension Tensor {
    /// a + b, element by element; shapes are broadcast as NumPy's are. Throws ``TorchError`` where they cannot be.
    public static func + (a: Tensor, b: Tensor) throws -> Tensor {
        try Engine.make("add", [a, b]) { ct_add(a.handle, b.handle, $0, $1) }
    }

    /// a − b, element by element, as ``+(_:_:)-(Tensor,Tensor)``.
    public static func - (a: Tensor, b: Tensor) throws -> Tensor {
        try Engine.make("subtract", [a, b]) { ct_subtract(a.handle, b.handle, $0, $1) }
    }

    /// a · b, element by element, as ``+(_:_:)-(Tensor,Tensor)``.
    public static func * (a: Tensor, b: Tensor) throws -> Tensor {
        try Engine.make("multiply", [a, b]) { ct_multiply(a.handle, b.handle, $0, $1) }
    }

    /// a / b, element by element, as ``+(_:_:)-(Tensor,Tensor)``.
    public static func / (a: Tensor, b: Tensor) throws -> Tensor {
        try Engine.make("divide", [a, b]) { ct_divide(a.handle, b.handle, $0, $1) }
    }

    /// Each element and `b`, added.
    public static func + (a: Tensor, b: Double) throws -> Tensor {
        try Engine.make("add", [a]) { ct_add_scalar(a.handle, b, $0, $1) }
    }

    /// `a` and each element, added.
    public static func + (a: Double, b: Tensor) throws -> Tensor { try b + a }

    /// Each element less `b`.
    public static func - (a: Tensor, b: Double) throws -> Tensor { try a + -b }

    /// `a` less each element.
    public static func - (a: Double, b: Tensor) throws -> Tensor {
        try Engine.make("subtract", [b]) { ct_subtract_from_scalar(b.handle, a, $0, $1) }
    }

    /// Each element times `b`.
    public static func * (a: Tensor, b: Double) throws -> Tensor {
        try Engine.make("multiply", [a]) { ct_multiply_scalar(a.handle, b, $0, $1) }
    }

    /// `a` times each element.
    public static func * (a: Double, b: Tensor) throws -> Tensor { try b * a }

    /// Each element over `b`.
    public static func / (a: Tensor, b: Double) throws -> Tensor {
        try Engine.make("divide", [a]) { ct_divide_scalar(a.handle, b, $0, $1) }
    }

    /// `a` over each element.
    public static func / (a: Double, b: Tensor) throws -> Tensor {
        try Engine.make("divide", [b]) { ct_divide_scalar_by(b.handle, a, $0, $1) }
    }

    /// The greater of both, element by element; shapes are broadcast.
    public static func maximum(_ a: Tensor, _ b: Tensor) throws -> Tensor {
        try Engine.make("maximum", [a, b]) { ct_maximum(a.handle, b.handle, $0, $1) }
    }

    /// The lesser of both, element by element; shapes are broadcast.
    public static func minimum(_ a: Tensor, _ b: Tensor) throws -> Tensor {
        try Engine.make("minimum", [a, b]) { ct_minimum(a.handle, b.handle, $0, $1) }
    }
}
