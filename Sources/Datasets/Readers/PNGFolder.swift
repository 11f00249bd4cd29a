/// The PNG images in a folder as drawings: white becomes paper, black ink, in colour channel by channel.
struct PNGFolder {
    let listing: FolderListing
    /// The side of a drawing, in pixels.
    let imageSize: Int

    static func isImage(_ name: String) -> Bool { name.lowercased().hasSuffix(".png") }

    /// Decodes all images in the order of their names, resized by area to `imageSize` on white; one byte a value
    /// stays in memory. One channel where all pixels are grey, else three.
    func open() throws -> PixelArray {
        let drawings = try listing.names.filter(Self.isImage).map { name in
            let path = listing.path(of: name)
            guard case .file = try FileKind(of: path) else {
                throw DatasetError(.missing, path: path, "is a folder, expected a PNG file; rename it or move it away")
            }
            return resized(Self.ink(of: try PNG.decode(contentsOf: path)))
        }
        let channels = drawings.contains { $0.channels == 3 } ? 3 : 1
        let pixels = drawings.flatMap { channels == 3 ? $0.inColour.pixels : $0.pixels }
        return PixelArray(pixels, height: imageSize, width: imageSize, channels: channels)
    }

    /// 0 paper to 255 ink, in one channel where all pixels are grey.
    private static func ink(of bitmap: Bitmap) -> Bitmap {
        let pixels = bitmap.pixels
        let starts = stride(from: 0, to: pixels.count, by: bitmap.channels)
        let isGrey =
            bitmap.channels == 1
            || starts.allSatisfy { pixels[$0] == pixels[$0 + 1] && pixels[$0] == pixels[$0 + 2] }
        return Bitmap(
            width: bitmap.width, height: bitmap.height, channels: isGrey ? 1 : 3,
            pixels: isGrey ? starts.map { 255 - pixels[$0] } : pixels.map { 255 - $0 })
    }

    private func resized(_ bitmap: Bitmap) -> Bitmap {
        guard bitmap.width != imageSize || bitmap.height != imageSize else { return bitmap }
        let channels = bitmap.channels
        let area = imageSize * imageSize
        let resize = AreaResize(height: bitmap.height, width: bitmap.width, side: imageSize)
        let pixels = withUnsafeTemporaryAllocation(of: Float.self, capacity: bitmap.pixels.count) { source in
            bitmap.pixels.withUnsafeBufferPointer { PixelScaling.scale($0, channels: channels, into: source) }
            return withUnsafeTemporaryAllocation(of: Float.self, capacity: channels * area) { target in
                resize.apply(to: UnsafeBufferPointer(source), channels: channels, into: target)
                return (0..<channels * area).map { index in
                    UInt8((target[index % channels * area + index / channels] * 127.5 + 127.5).rounded())
                }
            }
        }
        return Bitmap(width: imageSize, height: imageSize, channels: channels, pixels: pixels)
    }
}
