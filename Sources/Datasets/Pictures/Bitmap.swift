/// A picture of 8-bit samples, as people see it: 255 is white.
public struct Bitmap: Sendable, Equatable {
    /// Columns of pixels.
    public let width: Int
    /// Rows of pixels.
    public let height: Int
    /// 1 (grey) or 3 (red, green, blue).
    public let channels: Int
    /// Rows from top to bottom, the channels of a pixel side by side; `width` · `height` · `channels` bytes.
    public var pixels: [UInt8]

    /// A picture of these pixels, row by row from the top.
    public init(width: Int, height: Int, channels: Int, pixels: [UInt8]) {
        self.width = width
        self.height = height
        self.channels = channels
        self.pixels = pixels
    }

    /// The same picture with three channels.
    public var inColour: Bitmap {
        guard channels == 1 else { return self }
        let colour = [UInt8](unsafeUninitializedCapacity: pixels.count * 3) { buffer, count in
            for (position, grey) in pixels.enumerated() {
                for channel in 0..<3 { buffer[position * 3 + channel] = grey }
            }
            count = pixels.count * 3
        }
        return Bitmap(width: width, height: height, channels: 3, pixels: colour)
    }

    /// Throws where the sizes are not those of a picture that this module draws and encodes.
    func validate() throws(PictureError) {
        let (area, tooWide) = width.multipliedReportingOverflow(by: height)
        guard width > 0, height > 0, !tooWide, area <= PNG.maximumPixels else {
            throw PictureError(
                "a picture of \(width)×\(height) pixels cannot be made; it must have 1 to \(PNG.maximumPixels) pixels")
        }
        guard channels == 1 || channels == 3 else {
            throw PictureError("a picture of \(channels) channels cannot be made; it must have 1 or 3")
        }
        guard pixels.count == area * channels else {
            throw PictureError(
                "a picture of \(width)×\(height) pixels and \(channels) channels needs \(area * channels) bytes, "
                    + "got \(pixels.count)")
        }
    }
}
