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

    public init(values: [Float], count: Int, channels: Int, imageSize: Int) {
        self.values = values
        self.count = count
        self.channels = channels
        self.imageSize = imageSize
    }

    /// All drawings in a grid, dark on light.
    public func sheet(columns: Int) throws -> Bitmap {
        try ContactSheet(columns: columns).draw(
            images: values, channels: channels, height: imageSize, width: imageSize)
    }

    /// Drawing `index` by itself, a pixel a pixel.
    public func bitmap(at index: Int) throws -> Bitmap {
        let size = channels * imageSize * imageSize
        return try Bitmap(
            image: Array(values[index * size..<(index + 1) * size]), channels: channels, height: imageSize,
            width: imageSize)
    }
}
