internal import CTorch

extension Tensor {
    /// The sum of all elements, of shape [].
    public func sum() throws -> Tensor {
        try Engine.make("sum", [self]) { ct_sum(handle, [], 0, false, $0, $1) }
    }

    /// The mean of all elements, of shape [].
    public func mean() throws -> Tensor {
        try Engine.make("mean", [self]) { ct_mean(handle, [], 0, false, $0, $1) }
    }

    /// Sums over `dimensions`, which disappear from the shape or, kept, become 1.
    public func sum(dimensions: [Int], keepingDimensions: Bool = false) throws -> Tensor {
        try checkNotEmpty(dimensions, "sum")
        return try Engine.make("sum", [self]) {
            ct_sum(handle, dimensions.wide, Int32(dimensions.count), keepingDimensions, $0, $1)
        }
    }

    /// Means over `dimensions`, which disappear from the shape or, kept, become 1.
    public func mean(dimensions: [Int], keepingDimensions: Bool = false) throws -> Tensor {
        try checkNotEmpty(dimensions, "mean")
        return try Engine.make("mean", [self]) {
            ct_mean(handle, dimensions.wide, Int32(dimensions.count), keepingDimensions, $0, $1)
        }
    }

    /// Variances over `dimensions`, which disappear from the shape or, kept, become 1. The sum of squares is divided
    /// by the count or, unbiased, by the count less 1.
    public func variance(dimensions: [Int], unbiased: Bool, keepingDimensions: Bool = false) throws -> Tensor {
        try checkNotEmpty(dimensions, "variance")
        return try Engine.make("variance", [self]) {
            ct_variance(handle, dimensions.wide, Int32(dimensions.count), unbiased, keepingDimensions, $0, $1)
        }
    }

    /// The greatest element; NaN where there is one.
    public func maximumValue() throws -> Double {
        var value = 0.0
        try Engine.perform("maximumValue", [self]) { ct_max_value(handle, &value, $0) }
        return value
    }

    /// The least element; NaN where there is one.
    public func minimumValue() throws -> Double {
        var value = 0.0
        try Engine.perform("minimumValue", [self]) { ct_min_value(handle, &value, $0) }
        return value
    }

    /// Whether no element is infinite or NaN.
    public func allFinite() throws -> Bool {
        var result = false
        try Engine.perform("allFinite", [self]) { ct_all_finite(handle, &result, $0) }
        return result
    }

    /// Whether both have the same type, shape and elements. NaN equals nothing.
    public func isEqual(to other: Tensor) throws -> Bool {
        guard dtype == other.dtype, shape == other.shape else { return false }
        var result = false
        try Engine.perform("isEqual", [self, other]) { ct_equal(handle, other.handle, &result, $0) }
        return result
    }

    /// libtorch takes an empty list for all dimensions, which would surprise.
    private func checkNotEmpty(_ dimensions: [Int], _ operation: String) throws {
        guard dimensions.isEmpty else { return }
        throw TorchError(
            code: .invalidArgument, operation: operation, message: "expected at least one dimension", shapes: [shape])
    }
}
