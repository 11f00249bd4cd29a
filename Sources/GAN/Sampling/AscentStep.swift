/// `values` moved by `length`, in Euclidean norm, along `gradient`.
///
/// With `bounds`, what leaves them is clipped, and values at a bound that the gradient pushes outwards do not count in
/// the norm, so that a step is not spent where nothing can move (gradient projection, Rosen 1960).
public func ascentStep(
    from values: [Float], along gradient: [Float], length: Double, bounds: ClosedRange<Float>? = nil
) -> [Float] {
    let free = zip(values, gradient).map { value, slope in
        guard let bounds else { return slope }
        let isStuck = slope > 0 ? value >= bounds.upperBound : value <= bounds.lowerBound
        return isStuck ? 0 : slope
    }
    let norm = free.reduce(0) { $0 + Double($1) * Double($1) }.squareRoot()
    guard norm > 0 else { return values }
    return zip(values, free).map { value, slope in
        let moved = value + Float(length / norm * Double(slope))
        guard let bounds else { return moved }
        return min(max(moved, bounds.lowerBound), bounds.upperBound)
    }
}
