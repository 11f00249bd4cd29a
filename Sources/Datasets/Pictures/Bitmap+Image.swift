extension Bitmap {
    /// One drawing as a person looks at it: paper (−1) is white, ink (1) is black, each channel by itself.
    ///
    /// Values outside −1…1 are clamped. Where a value is not a number, the picture has three channels and the pixel is
    /// mid-red, so that a network that went wrong is seen and not taken for white paper.
    ///
    /// - Parameter image: [C, H, W], C = `channels` 1 or 3.
    /// - Throws: ``PictureError`` where the sizes do not agree.
    public init(image: [Float], channels: Int, height: Int, width: Int) throws {
        try PictureShape(channels: channels, height: height, width: width).check(valueCount: image.count, images: 1)
        self = Bitmap(values: image[...], channels: channels, height: height, width: width)
    }

    /// Red, green and blue of a pixel that is not a number.
    static let notANumber: [UInt8] = [200, 60, 60]

    /// The drawing whose [C, H, W] values are `values`, of which there are enough.
    init(values: ArraySlice<Float>, channels: Int, height: Int, width: Int) {
        let area = height * width
        let hasGaps = values.contains(where: \.isNaN)
        let samples = channels == 1 && hasGaps ? 3 : channels
        let pixels = [UInt8](unsafeUninitializedCapacity: area * samples) { buffer, count in
            for position in 0..<area {
                let isGap = (0..<channels).contains { values[values.startIndex + $0 * area + position].isNaN }
                for sample in 0..<samples {
                    let value = values[values.startIndex + min(sample, channels - 1) * area + position]
                    buffer[position * samples + sample] =
                        isGap ? Bitmap.notANumber[sample] : Bitmap.level(ofInk: value)
                }
            }
            count = area * samples
        }
        self.init(width: width, height: height, channels: samples, pixels: pixels)
    }

    /// 255 for paper (−1) to 0 for ink (1); the inverse of how 8-bit pixels become values.
    private static func level(ofInk value: Float) -> UInt8 {
        255 - UInt8((127.5 + 127.5 * min(max(value, -1), 1)).rounded())
    }
}
