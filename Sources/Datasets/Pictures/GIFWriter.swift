internal import CGIF

/// One GIF being written into memory. Frames are indices into one palette of 256 colours.
final class GIFWriter {
    private final class Output {
        var bytes: [UInt8] = []
    }

    private let output = Output()
    /// Nil once closed.
    private var file: UnsafeMutablePointer<GifFileType>?
    private let width: Int
    private let height: Int

    /// `colours` has at most 256 entries.
    init(width: Int, height: Int, colours: [RGBColour]) throws(PictureError) {
        self.width = width
        self.height = height
        var code: Int32 = 0
        let write: OutputFunc = { file, bytes, count in
            guard let file, let bytes, let user = file.pointee.UserData else { return 0 }
            let output = Unmanaged<Output>.fromOpaque(user).takeUnretainedValue()
            output.bytes.append(contentsOf: UnsafeBufferPointer(start: bytes, count: Int(count)))
            return count
        }
        file = EGifOpen(Unmanaged.passUnretained(output).toOpaque(), write, &code)
        guard file != nil else { throw GIFWriter.error(code) }
        EGifSetGifVersion(file, true)

        var entries = colours.map { GifColorType(Red: $0.red, Green: $0.green, Blue: $0.blue) }
        entries += Array(repeating: GifColorType(Red: 0, Green: 0, Blue: 0), count: 256 - entries.count)
        guard let map = GifMakeMapObject(256, entries) else { throw PictureError("the GIF's colours need more memory") }
        defer { GifFreeMapObject(map) }
        try check(EGifPutScreenDesc(file, Int32(width), Int32(height), 8, 0, map))
        try writeLoop()
    }

    deinit {
        if let file { EGifCloseFile(file, nil) }
    }

    /// `indices`: [height, width], row by row.
    func write(indices: [UInt8], delayCentiseconds: Int) throws(PictureError) {
        var control = GraphicsControlBlock()
        control.DisposalMode = DISPOSE_DO_NOT
        control.DelayTime = Int32(delayCentiseconds)
        control.TransparentColor = NO_TRANSPARENT_COLOR
        var block = [UInt8](repeating: 0, count: 4)
        _ = EGifGCBToExtension(&control, &block)
        try check(EGifPutExtension(file, Int32(GRAPHICS_EXT_FUNC_CODE), 4, block))
        try check(EGifPutImageDesc(file, 0, 0, Int32(width), Int32(height), false, nil))
        // giflib masks the pixels of a line in place, so it is given a copy.
        var pixels = indices
        try check(EGifPutLine(file, &pixels, Int32(pixels.count)))
    }

    /// Ends the file and returns its bytes. Nothing can be written after it.
    func finish() throws(PictureError) -> [UInt8] {
        var code: Int32 = 0
        let status = EGifCloseFile(file, &code)
        file = nil
        guard status == GIF_OK else { throw GIFWriter.error(code) }
        return output.bytes
    }

    /// The application extension, first of all in Netscape 2.0, that asks viewers to begin again without end.
    private func writeLoop() throws(PictureError) {
        try check(EGifPutExtensionLeader(file, Int32(APPLICATION_EXT_FUNC_CODE)))
        try check(EGifPutExtensionBlock(file, 11, Array("NETSCAPE2.0".utf8)))
        try check(EGifPutExtensionBlock(file, 3, [1, 0, 0] as [UInt8]))
        try check(EGifPutExtensionTrailer(file))
    }

    private func check(_ status: Int32) throws(PictureError) {
        guard status == GIF_OK else { throw GIFWriter.error(file?.pointee.Error ?? 0) }
    }

    private static func error(_ code: Int32) -> PictureError {
        let reason = GifErrorString(code).map { String(cString: $0) } ?? "giflib's error \(code)"
        return PictureError("the GIF could not be encoded: \(reason)")
    }
}
