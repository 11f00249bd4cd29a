internal import CTorch

/// How a convolution treats the border of an image.
public enum Padding: Sendable {
    /// No padding: only where the kernel lies wholly inside.
    case valid
    /// TensorFlow's 'same': as many zeros as make the output ⌈size/stride⌉, where their number is odd one more after
    /// than before.
    case same

    /// Zeros (before, after) `size` elements for a kernel of `kernel`.
    public func widths(size: Int, kernel: Int, stride: Int) -> (before: Int, after: Int) {
        guard self == .same, size > 0 else { return (0, 0) }
        let outputs = (size - 1) / stride + 1
        let total = max((outputs - 1) * stride + kernel - size, 0)
        return (total / 2, total - total / 2)
    }

    func margins(sizes: ArraySlice<Int>, kernels: ArraySlice<Int>, stride: Int) -> ct_margins {
        let pairs = zip(sizes, kernels).map { widths(size: $0, kernel: $1, stride: stride) }
        return ct_margins(
            before: (Int64(pairs[0].before), Int64(pairs[1].before)),
            after: (Int64(pairs[0].after), Int64(pairs[1].after)))
    }
}
