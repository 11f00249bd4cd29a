/// Drawings held in memory, one byte a value.
public struct PixelArray: ImageSource {
    /// N.
    public let count: Int
    /// H.
    public let height: Int
    /// W.
    public let width: Int
    /// C, 1 or 3.
    public let channels: Int
    private let pixels: [UInt8]

    /// - Parameter pixels: [N, H, W, C], from 0 (paper) to 255 (ink).
    public init(_ pixels: [UInt8], height: Int, width: Int, channels: Int = 1) {
        let valuesPerImage = height * width * channels
        precondition(valuesPerImage > 0 && pixels.count.isMultiple(of: valuesPerImage), "whole drawings")
        self.pixels = pixels
        self.height = height
        self.width = width
        self.channels = channels
        count = pixels.count / valuesPerImage
    }

    /// Reads drawing `index` into `target`, [C, H, W], from −1 (paper) to 1 (ink).
    public func readImage(at index: Int, into target: UnsafeMutableBufferPointer<Float>) throws {
        precondition(index >= 0 && index < count, "drawing \(index) of \(count)")
        pixels.withUnsafeBufferPointer { bytes in
            let image = bytes[index * valuesPerImage..<(index + 1) * valuesPerImage]
            PixelScaling.scale(UnsafeBufferPointer(rebasing: image), channels: channels, into: target)
        }
    }
}
