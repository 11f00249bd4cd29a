internal import ImageCodecs

#if canImport(Glibc)
    import Glibc
#elseif canImport(Darwin)
    import Darwin
#endif

/// Picture files: PNG, JPEG, WebP, GIF, TIFF and BMP, told apart by their first bytes, whatever they are called.
public enum PictureFile {
    /// The largest picture that is read, in pixels: 2²⁵, an 8K photograph. A file of a few bytes can declare any size,
    /// so the size is checked before memory is taken.
    public static let maximumPixels = 1 << 25
    /// The largest file that is read, in bytes.
    static let maximumBytes = 1 << 28

    /// The height and width of a picture as it is looked at.
    struct Size: Equatable, Hashable {
        let height: Int
        let width: Int
    }

    /// Reads the picture at `path`; of an animation the first image, of several pages the first.
    ///
    /// Grey files give 1 channel, all others 3, samples of 8 bits. What is transparent is laid on the grey level
    /// `background` in sRGB values, as browsers do. The orientation that cameras write is obeyed. Throws
    /// ``DatasetError``: `.missing` where there is no readable file, `.malformed` where it is not a whole picture of at
    /// most ``maximumPixels`` pixels.
    public static func decode(contentsOf path: String, background: UInt8 = 255) throws(DatasetError) -> Bitmap {
        try decode(path, as: nil, background: background)
    }

    /// As ``decode(contentsOf:background:)``, where only a picture of `format` will do.
    static func decode(_ path: String, as format: PictureFormat?, background: UInt8 = 255) throws(DatasetError)
        -> Bitmap
    {
        let (found, bytes) = try read(path, as: format)
        if found == .bmp { return try BMP.decode(bytes, path: path, background: background) }
        let picture = try decode(bytes, found, path: path, sizeOnly: false, background: background)
        defer { free(picture.pixels) }
        let (width, height, channels) = (Int(picture.width), Int(picture.height), Int(picture.channels))
        let pixels = [UInt8](UnsafeBufferPointer(start: picture.pixels, count: width * height * channels))
        return Bitmap(width: width, height: height, channels: channels, pixels: pixels)
            .turned(byOrientation: Int(picture.orientation))
    }

    /// The size of the picture at `path`, from its header.
    static func size(of path: String) throws(DatasetError) -> Size {
        let (format, bytes) = try read(path, as: nil)
        if format == .bmp {
            let header = try BMP.Header(bytes, path: path)
            return Size(height: header.height, width: header.width)
        }
        let picture = try decode(bytes, format, path: path, sizeOnly: true, background: 0)
        let size = Size(height: Int(picture.height), width: Int(picture.width))
        return picture.orientation < 5 ? size : Size(height: size.width, width: size.height)
    }

    private static func read(_ path: String, as wanted: PictureFormat?) throws(DatasetError) -> (PictureFormat, [UInt8])
    {
        let file = try InputFile(path: path)
        let expected = wanted.map { "a \($0.name) file" } ?? "a \(PictureFormat.list) file"
        switch FileFormat(prefix: try file.prefix(FileFormat.prefixCount)) {
        case .picture(let format) where wanted == nil || format == wanted:
            guard file.size <= maximumBytes else {
                throw DatasetError(
                    .malformed, path: path,
                    "has \(file.size) bytes, more than the \(maximumBytes) that are read of a picture; make it smaller")
            }
            return (format, try file.bytes(at: 0, count: file.size))
        case .empty:
            throw DatasetError(.malformed, path: path, "is empty (0 bytes), expected \(expected); get it again")
        case let other:
            throw DatasetError(
                .malformed, path: path, "is \(other.description), expected \(expected); convert it, or get it again")
        }
    }

    private static func decode(
        _ bytes: [UInt8], _ format: PictureFormat, path: String, sizeOnly: Bool, background: UInt8
    ) throws(DatasetError) -> ic_picture {
        let request = ic_request(
            maximum_pixels: maximumPixels, background: background, size_only: sizeOnly ? 1 : 0)
        var picture = ic_picture()
        let status = bytes.withUnsafeBufferPointer { bytes in
            switch format {
            case .png: ic_decode_png(bytes.baseAddress, bytes.count, request, &picture)
            case .jpeg: ic_decode_jpeg(bytes.baseAddress, bytes.count, request, &picture)
            case .webp: ic_decode_webp(bytes.baseAddress, bytes.count, request, &picture)
            case .gif: ic_decode_gif(bytes.baseAddress, bytes.count, request, &picture)
            case .tiff: ic_decode_tiff(bytes.baseAddress, bytes.count, request, &picture)
            case .bmp: preconditionFailure("BMP has a reader of its own")
            }
        }
        guard status != ic_ok else { return picture }
        let reason = withUnsafeBytes(of: picture.message) { String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self) }
        throw error(
            status, path: path, format, reason: reason, width: Int(picture.width), height: Int(picture.height))
    }

    private static func error(
        _ status: ic_status, path: String, _ format: PictureFormat, reason: String, width: Int, height: Int
    ) -> DatasetError {
        switch status {
        case ic_too_large:
            tooLarge(path: path, width: width, height: height)
        case ic_no_memory:
            DatasetError(
                .io, path: path, "is \(width)×\(height) pixels, for which there is no memory; close other programs")
        case ic_unsupported:
            DatasetError(
                .malformed, path: path,
                "is a \(format.name) file of a kind that is not read (\(reason)); convert it to PNG")
        default:
            damaged(path: path, format, reason: reason.isEmpty ? "it is cut short or damaged" : reason)
        }
    }

    static func damaged(path: String, _ format: PictureFormat, reason: String) -> DatasetError {
        DatasetError(.malformed, path: path, "is a damaged \(format.name) file (\(reason)); get it again")
    }

    static func tooLarge(path: String, width: Int, height: Int) -> DatasetError {
        DatasetError(
            .malformed, path: path,
            "is \(width)×\(height) pixels, more than the \(maximumPixels) that are read; make it smaller")
    }
}
