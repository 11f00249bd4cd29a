/// Animated GIFs, through giflib.
public enum GIF {
    /// The bytes of a GIF that shows `frames` in order, for ever.
    ///
    /// Grey frames keep their 256 levels. Where any frame has colour, all are shown in the 256 colours that suit them
    /// together, so that colours do not flicker from frame to frame.
    ///
    /// - Parameters:
    ///   - frames: At least one; all of one size, of at most 65,535 pixels a side.
    ///   - delayCentiseconds: How long a frame is shown, in hundredths of a second. Browsers slow down what is under 2.
    ///   - lastFrameDelayCentiseconds: How long the last frame is held before the first is shown again.
    /// - Throws: ``PictureError`` where the frames or delays are not as above.
    public static func encode(
        frames: [Bitmap], delayCentiseconds: Int = 20, lastFrameDelayCentiseconds: Int = 200
    ) throws -> [UInt8] {
        try validate(frames)
        for delay in [delayCentiseconds, lastFrameDelayCentiseconds] where !(0...65_535).contains(delay) {
            throw PictureError("a GIF cannot show a frame for \(delay) hundredths of a second; give 0 to 65535")
        }
        let palette: ColourPalette? =
            frames.contains { $0.channels == 3 } ? ColourPalette(frames.lazy.map(\.inColour)) : nil
        let writer = try GIFWriter(
            width: frames[0].width, height: frames[0].height, colours: palette?.colours ?? greyLevels)
        for (number, frame) in frames.enumerated() {
            let isLast = number == frames.count - 1
            try writer.write(
                indices: palette?.indices(of: frame.inColour) ?? frame.pixels,
                delayCentiseconds: isLast ? lastFrameDelayCentiseconds : delayCentiseconds)
        }
        return try writer.finish()
    }

    private static func validate(_ frames: [Bitmap]) throws(PictureError) {
        guard let first = frames.first else { throw PictureError("a GIF needs at least one frame") }
        guard first.width <= 65_535, first.height <= 65_535 else {
            throw PictureError("a GIF has at most 65535 pixels a side, not \(first.width)×\(first.height)")
        }
        for frame in frames {
            try frame.validate()
            guard frame.width == first.width, frame.height == first.height else {
                throw PictureError(
                    "the frames of a GIF must have one size, not \(first.width)×\(first.height) and "
                        + "\(frame.width)×\(frame.height)")
            }
        }
    }

    private static let greyLevels = (0..<256).map { level in
        RGBColour(red: UInt8(level), green: UInt8(level), blue: UInt8(level))
    }
}
