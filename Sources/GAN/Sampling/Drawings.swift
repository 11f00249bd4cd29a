public import Datasets

/// Images that a generator drew.
public struct Drawings: Sendable {
    /// `[N, C, H, W]`, from −1 (paper) to 1 (ink).
    public let values: [Float]
    /// N.
    public let count: Int
    /// C, 1 or 3.
    public let channels: Int
    /// H and W.
    public let imageSize: Int

    /// Drawings of these values, `[N, C, H, W]`.
    public init(values: [Float], count: Int, channels: Int, imageSize: Int) {
        self.values = values
        self.count = count
        self.channels = channels
        self.imageSize = imageSize
    }

    /// All drawings in a grid, dark on light, as ``ContactSheet`` has it.
    public func sheet(columns: Int, scale: Int? = nil) throws -> Bitmap {
        try ContactSheet(columns: columns, scale: scale).draw(
            images: values, channels: channels, height: imageSize, width: imageSize)
    }

    /// Drawing `index` by itself, each pixel a square of `scale` pixels a side.
    public func bitmap(at index: Int, scale: Int = 1) throws -> Bitmap {
        let size = channels * imageSize * imageSize
        return try ContactSheet(columns: 1, scale: scale, gutter: 0).draw(
            images: Array(values[index * size..<(index + 1) * size]), channels: channels, height: imageSize,
            width: imageSize)
    }

    /// The drawings as bytes of ink, as ``NPY`` has them.
    public var levels: [UInt8] { NPY.levels(of: values, channels: channels, plane: imageSize * imageSize) }
}
