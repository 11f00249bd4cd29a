internal import CPNG

/// PNG files.
public enum PNG {
    /// The largest picture that is written, in pixels.
    public static let maximumPixels = PictureFile.maximumPixels

    /// Reads the PNG file at `path`, as ``PictureFile/decode(contentsOf:background:)`` does.
    public static func decode(contentsOf path: String) throws -> Bitmap { try PictureFile.decode(path, as: .png) }

    /// The bytes of a PNG file of `bitmap`, through libpng's simplified interface. Throws ``PictureError`` where its sizes do not agree.
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

    /// A macro of png.h that Swift does not import.
    private static let formatColour: png_uint_32 = 2

    private static func message(of image: png_image) -> String {
        withUnsafeBytes(of: image.message) { String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self) }
    }
}
