internal import CPNG

#if canImport(Glibc)
    import Glibc
#elseif canImport(Darwin)
    import Darwin
#endif

/// PNG files, through libpng's simplified interface.
public enum PNG {
    /// The largest picture that is read or written, in pixels: 2²⁵, an 8K photograph. A file of a few bytes can
    /// declare any size, so the size is checked before memory is taken.
    public static let maximumPixels = 1 << 25

    /// Reads the picture at `path`: a file of any PNG colour type, depth or interlacing.
    ///
    /// Grey files give 1 channel, all others 3; samples are taken to 8 bits, and transparent pixels are laid on white
    /// in sRGB values, as browsers do. Throws ``DatasetError``: `.missing` where there is no readable file,
    /// `.malformed` where it is not a whole PNG of at most ``maximumPixels`` pixels.
    public static func decode(contentsOf path: String) throws -> Bitmap {
        let file = try open(path)
        defer { fclose(file) }
        var image = png_image()
        image.version = png_uint_32(PNG_IMAGE_VERSION)
        defer { png_image_free(&image) }
        guard png_image_begin_read_from_stdio(&image, file) != 0 else {
            throw DatasetError(.malformed, path: path, "is not a PNG file (\(message(of: image))); convert it to PNG")
        }
        let (width, height) = (Int(image.width), Int(image.height))
        guard width * height <= maximumPixels else {
            throw DatasetError(
                .malformed, path: path,
                "is \(width)×\(height) pixels, more than the \(maximumPixels) that are read; make it smaller")
        }
        let isColour = image.format & formatColour != 0
        let hasAlpha = image.format & formatAlpha != 0
        image.format = (isColour ? formatColour : 0) | (hasAlpha ? formatAlpha : 0)
        // Without this, libpng takes 16-bit samples of unlabelled files as linear light, unlike every viewer.
        image.flags |= flag16BitIsSRGB
        let channels = isColour ? 3 : 1
        let sampleCount = width * height * (channels + (hasAlpha ? 1 : 0))
        var samples = [UInt8](repeating: 0, count: sampleCount)
        guard png_image_finish_read(&image, nil, &samples, 0, nil) != 0 else {
            throw DatasetError(.malformed, path: path, "is a damaged PNG file (\(message(of: image))); get it again")
        }
        if hasAlpha { samples = layOnWhite(samples, channels: channels) }
        return Bitmap(width: width, height: height, channels: channels, pixels: samples)
    }

    /// The bytes of a PNG file of `bitmap`. Throws ``PictureError`` where its sizes do not agree.
    public static func encode(_ bitmap: Bitmap) throws -> [UInt8] {
        try bitmap.validate()
        var image = png_image()
        image.version = png_uint_32(PNG_IMAGE_VERSION)
        image.width = png_uint_32(bitmap.width)
        image.height = png_uint_32(bitmap.height)
        image.format = bitmap.channels == 3 ? formatColour : 0
        defer { png_image_free(&image) }
        // More than zlib makes of samples that do not compress, so that one pass is enough.
        let capacity = bitmap.pixels.count + bitmap.pixels.count / 8 + bitmap.height + 4096
        var succeeded = false
        let bytes = [UInt8](unsafeUninitializedCapacity: capacity) { buffer, count in
            var size = png_alloc_size_t(capacity)
            succeeded = png_image_write_to_memory(&image, buffer.baseAddress, &size, 0, bitmap.pixels, 0, nil) != 0
            count = succeeded ? Int(size) : 0
        }
        guard succeeded else { throw PictureError("the PNG could not be encoded: \(message(of: image))") }
        return bytes
    }

    // The macros of png.h that Swift does not import.
    private static let formatAlpha: png_uint_32 = 1
    private static let formatColour: png_uint_32 = 2
    private static let flag16BitIsSRGB: png_uint_32 = 4

    private static func open(_ path: String) throws -> UnsafeMutablePointer<FILE> {
        let descriptor = try InputFile(path: path).duplicatedDescriptor()
        guard let file = fdopen(descriptor, "rb") else {
            let reason = String(cString: strerror(errno))
            close(descriptor)
            throw DatasetError(.io, path: path, "cannot be read: \(reason)")
        }
        return file
    }

    private static func layOnWhite(_ samples: [UInt8], channels: Int) -> [UInt8] {
        let pixelCount = samples.count / (channels + 1)
        return [UInt8](unsafeUninitializedCapacity: pixelCount * channels) { buffer, count in
            for pixel in 0..<pixelCount {
                let start = pixel * (channels + 1)
                let alpha = Int(samples[start + channels])
                for channel in 0..<channels {
                    let value = Int(samples[start + channel]) * alpha + 255 * (255 - alpha)
                    buffer[pixel * channels + channel] = UInt8((value + 127) / 255)
                }
            }
            count = pixelCount * channels
        }
    }

    private static func message(of image: png_image) -> String {
        withUnsafeBytes(of: image.message) { String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self) }
    }
}
