extension BMP {
    /// What a file says of its pixels.
    struct Header {
        enum Compression: Int {
            case none = 0
            case runLength8 = 1
            case runLength4 = 2
            case masks = 3
            case masksWithAlpha = 6
        }

        let width: Int
        let height: Int
        let isTopDown: Bool
        let bitsPerPixel: Int
        let compression: Compression
        /// Of red, green, blue and alpha in a pixel of 16 or 32 bits; 0 where there is none.
        let masks: [UInt32]
        private let paletteOffset: Int
        private let paletteEntrySize: Int
        private let paletteCount: Int
        let pixelOffset: Int
        private let path: String

        init(_ bytes: [UInt8], path: String) throws(DatasetError) {
            func number(_ offset: Int, _ size: Int) -> Int {
                (0..<size).reduce(0) { $0 | (offset + $1 < bytes.count ? Int(bytes[offset + $1]) << (8 * $1) : 0) }
            }
            func signed(_ offset: Int) -> Int { Int(Int32(truncatingIfNeeded: number(offset, 4))) }
            let size = number(14, 4)
            guard bytes.count >= 14 + size else {
                throw PictureFile.damaged(path: path, .bmp, reason: "it is cut short")
            }
            let isCore = size == 12
            width = isCore ? number(18, 2) : signed(18)
            let storedHeight = isCore ? number(20, 2) : signed(22)
            height = abs(storedHeight)
            isTopDown = storedHeight < 0
            bitsPerPixel = isCore ? number(24, 2) : number(28, 2)
            guard width > 0, height > 0 else {
                throw PictureFile.damaged(path: path, .bmp, reason: "it has no pixels")
            }
            let found = isCore ? 0 : number(30, 4)
            guard let compression = Compression(rawValue: found), Self.isRead(compression, bitsPerPixel) else {
                throw DatasetError(
                    .malformed, path: path,
                    "is a BMP file of a kind that is not read (\(bitsPerPixel) bits, compression \(found)); convert it to PNG"
                )
            }
            self.compression = compression
            let hasMasks = compression == .masks || compression == .masksWithAlpha
            if hasMasks {
                // They follow the shortest header, and are part of longer ones.
                let hasAlpha = size >= 56 || compression == .masksWithAlpha
                masks = (0..<4).map { $0 < 3 || hasAlpha ? UInt32(number(54 + 4 * $0, 4)) : 0 }
            } else {
                masks =
                    bitsPerPixel == 16 ? [0x7c00, 0x3e0, 0x1f, 0] : [0xff0000, 0xff00, 0xff, 0]
            }
            paletteEntrySize = isCore ? 3 : 4
            paletteOffset = 14 + size
            let colours = isCore ? 0 : number(46, 4)
            let most = bitsPerPixel <= 8 ? 1 << bitsPerPixel : 0
            paletteCount = colours == 0 ? most : min(colours, most)
            pixelOffset = number(10, 4)
            self.path = path
        }

        private static func isRead(_ compression: Compression, _ bits: Int) -> Bool {
            switch compression {
            case .none: [1, 4, 8, 16, 24, 32].contains(bits)
            case .runLength8: bits == 8
            case .runLength4: bits == 4
            case .masks, .masksWithAlpha: bits == 16 || bits == 32
            }
        }

        /// Bytes in a row, which ends at a multiple of 4.
        private var rowSize: Int { (width * bitsPerPixel + 31) / 32 * 4 }

        private func requirePixels(in bytes: [UInt8]) throws(DatasetError) {
            guard pixelOffset >= 14, pixelOffset <= bytes.count, rowSize * height <= bytes.count - pixelOffset else {
                throw PictureFile.damaged(path: path, .bmp, reason: "it is cut short")
            }
        }

        /// Red, green and blue of each colour.
        func palette(in bytes: [UInt8]) throws(DatasetError) -> [UInt8] {
            guard paletteOffset + paletteCount * paletteEntrySize <= bytes.count else {
                throw PictureFile.damaged(path: path, .bmp, reason: "it is cut short")
            }
            return (0..<paletteCount).flatMap { entry in
                (0..<3).map { bytes[paletteOffset + entry * paletteEntrySize + 2 - $0] }
            }
        }

        /// The palette's index of each pixel, in the order of the file.
        func packedIndices(in bytes: [UInt8]) throws(DatasetError) -> [UInt8] {
            try requirePixels(in: bytes)
            var indices = [UInt8](repeating: 0, count: width * height)
            let mask = UInt8(truncatingIfNeeded: (1 << bitsPerPixel) - 1)
            for y in 0..<height {
                for x in 0..<width {
                    let bit = x * bitsPerPixel
                    let byte = bytes[pixelOffset + y * rowSize + bit / 8]
                    indices[y * width + x] = byte >> UInt8(8 - bitsPerPixel - bit % 8) & mask
                }
            }
            return indices
        }

        /// Red, green and blue of each pixel, in the order of the file.
        func directPixels(in bytes: [UInt8], background: UInt8) throws(DatasetError) -> [UInt8] {
            try requirePixels(in: bytes)
            let size = bitsPerPixel / 8
            let channels = masks.map { mask in
                (
                    mask: mask, shift: UInt32(mask.trailingZeroBitCount % 32),
                    most: mask >> UInt32(mask.trailingZeroBitCount % 32)
                )
            }
            var pixels = [UInt8](repeating: 0, count: width * height * 3)
            for y in 0..<height {
                for x in 0..<width {
                    let start = pixelOffset + y * rowSize + x * size
                    let pixel = (0..<size).reduce(UInt32(0)) { $0 | UInt32(bytes[start + $1]) << UInt32(8 * $1) }
                    func level(_ channel: Int) -> UInt64 {
                        let (mask, shift, most) = channels[channel]
                        guard most > 0 else { return 0 }
                        return (UInt64(pixel & mask) >> UInt64(shift) * 255 + UInt64(most) / 2) / UInt64(most)
                    }
                    let alpha = channels[3].mask == 0 ? 255 : level(3)
                    for channel in 0..<3 {
                        let value = level(channel) * alpha + UInt64(background) * (255 - alpha)
                        pixels[(y * width + x) * 3 + channel] = UInt8((value + 127) / 255)
                    }
                }
            }
            return pixels
        }
    }
}
