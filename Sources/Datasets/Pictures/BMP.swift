/// BMP files, by a reader of our own: Debian keeps no library for them.
///
/// Read are the headers of OS/2 1 and of Windows from 3 on; 1, 4 and 8 bits with a palette, 16, 24 and 32 bits, with masks
/// or without; run lengths of 4 and 8 bits. Pixels that run lengths skip have the first colour.
enum BMP {
    static func decode(_ bytes: [UInt8], path: String, background: UInt8) throws(DatasetError) -> Bitmap {
        let header = try Header(bytes, path: path)
        guard header.width <= PictureFile.maximumPixels / header.height else {
            throw PictureFile.tooLarge(path: path, width: header.width, height: header.height)
        }
        var pixels: [UInt8]
        if header.bitsPerPixel <= 8 {
            let palette = try header.palette(in: bytes)
            let indices =
                header.compression == .none ? try header.packedIndices(in: bytes) : header.runLengthIndices(in: bytes)
            pixels = [UInt8](repeating: 0, count: indices.count * 3)
            for (pixel, index) in indices.enumerated() where Int(index) * 3 + 2 < palette.count {
                for channel in 0..<3 { pixels[pixel * 3 + channel] = palette[Int(index) * 3 + channel] }
            }
        } else {
            pixels = try header.directPixels(in: bytes, background: background)
        }
        if !header.isTopDown { flip(&pixels, rowCount: header.height) }
        return Bitmap(width: header.width, height: header.height, channels: 3, pixels: pixels)
    }

    private static func flip(_ pixels: inout [UInt8], rowCount: Int) {
        let rowSize = pixels.count / rowCount
        for y in 0..<rowCount / 2 {
            for place in 0..<rowSize { pixels.swapAt(y * rowSize + place, (rowCount - 1 - y) * rowSize + place) }
        }
    }
}
