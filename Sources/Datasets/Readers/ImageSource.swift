/// Drawings of one size that can be read in any order, from any thread.
public protocol ImageSource: Sendable {
    var count: Int { get }
    /// Rows of pixels.
    var height: Int { get }
    /// Columns of pixels.
    var width: Int { get }
    /// 1 (grey) or 3 (red, green, blue).
    var channels: Int { get }

    /// Reads drawing `index` into `pixels`, [C, H, W], from −1 (paper) to 1 (ink). Throws ``DatasetError``.
    func readImage(at index: Int, into pixels: UnsafeMutableBufferPointer<Float>) throws

    /// The CRC-32 of what drawing `index` is made of: its pixels, or its strokes. Throws ``DatasetError``.
    func checksum(at index: Int) throws -> UInt32
}

extension ImageSource {
    /// That of the pixels.
    public func checksum(at index: Int) throws -> UInt32 {
        try withUnsafeTemporaryAllocation(of: Float.self, capacity: channels * height * width) { pixels in
            try readImage(at: index, into: pixels)
            return UnsafeRawBufferPointer(pixels).checksum
        }
    }
}

extension ImageSource {
    /// The floats in one drawing, C·H·W.
    var valuesPerImage: Int { channels * height * width }
}
