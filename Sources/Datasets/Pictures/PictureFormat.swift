/// The kinds of picture files that are read.
enum PictureFormat: CaseIterable {
    case png, jpeg, webp, gif, tiff, bmp

    /// From a file's first bytes; nil where they are none of a picture's.
    init?(prefix: [UInt8]) {
        func begins(_ bytes: [UInt8], at offset: Int = 0) -> Bool { prefix.dropFirst(offset).starts(with: bytes) }
        switch true {
        case begins([0x89] + "PNG".utf8): self = .png
        case begins([0xff, 0xd8, 0xff]): self = .jpeg
        case begins(Array("RIFF".utf8)) && begins(Array("WEBP".utf8), at: 8): self = .webp
        case begins(Array("GIF8".utf8)): self = .gif
        case begins([0x49, 0x49, 0x2a, 0]), begins([0x4d, 0x4d, 0, 0x2a]): self = .tiff
        // BigTIFF
        case begins([0x49, 0x49, 0x2b, 0]), begins([0x4d, 0x4d, 0, 0x2b]): self = .tiff
        // After "BM" and two sizes comes the length of the next header.
        case begins(Array("BM".utf8)) && prefix.count > 17 && [12, 40, 52, 56, 64, 108, 124].contains(prefix[14])
            && begins([0, 0, 0], at: 15):
            self = .bmp
        default: return nil
        }
    }

    var name: String {
        switch self {
        case .png: "PNG"
        case .jpeg: "JPEG"
        case .webp: "WebP"
        case .gif: "GIF"
        case .tiff: "TIFF"
        case .bmp: "BMP"
        }
    }

    /// As errors list them.
    static let list = "PNG, JPEG, WebP, GIF, TIFF or BMP"

    private static let endings = [
        ".png", ".jpg", ".jpeg", ".jpe", ".jfif", ".webp", ".gif", ".tif", ".tiff", ".bmp", ".dib",
    ]
    private static let unreadEndings = [
        ".heic", ".heif", ".avif", ".jxl", ".jp2", ".svg", ".ico", ".psd", ".xcf", ".tga", ".ppm", ".pgm", ".pbm",
        ".eps", ".pdf", ".mat", ".pkl", ".pickle", ".parquet", ".tfrecord", ".h5", ".hdf5", ".zip", ".tar", ".tgz",
        ".rar", ".7z",
    ]

    /// Whether a file is called as pictures are.
    static func isNamed(_ name: String) -> Bool { endings.contains(where: name.lowercased().hasSuffix) }

    /// Whether a file is called as something that may hold drawings and is not read.
    static func isNamedUnread(_ name: String) -> Bool { unreadEndings.contains(where: name.lowercased().hasSuffix) }
}
