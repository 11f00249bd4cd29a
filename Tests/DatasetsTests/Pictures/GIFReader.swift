import CGIF

/// What giflib reads from the bytes of a GIF.
struct GIFReader {
    struct Frame {
        let width: Int
        let height: Int
        let delayCentiseconds: Int
        /// Red, green and blue of each pixel.
        let pixels: [UInt8]
    }

    private(set) var frames: [Frame] = []
    private(set) var loops = false

    struct Failure: Error {
        let code: Int32
    }

    private final class Input {
        var rest: ArraySlice<UInt8>

        init(_ bytes: [UInt8]) { rest = bytes[...] }
    }

    init(_ bytes: [UInt8]) throws {
        let input = Input(bytes)
        var code: Int32 = 0
        let read: InputFunc = { file, buffer, count in
            guard let buffer, let user = file?.pointee.UserData else { return 0 }
            let input = Unmanaged<Input>.fromOpaque(user).takeUnretainedValue()
            let part = input.rest.prefix(Int(count))
            for (offset, byte) in part.enumerated() { buffer[offset] = byte }
            input.rest = input.rest.dropFirst(part.count)
            return Int32(part.count)
        }
        guard let file = DGifOpen(Unmanaged.passUnretained(input).toOpaque(), read, &code) else {
            throw Failure(code: code)
        }
        defer { DGifCloseFile(file, nil) }
        guard withExtendedLifetime(input, { DGifSlurp(file) }) == GIF_OK else {
            throw Failure(code: file.pointee.Error)
        }
        for number in 0..<Int(file.pointee.ImageCount) {
            let image = file.pointee.SavedImages[number]
            guard let colours = (image.ImageDesc.ColorMap ?? file.pointee.SColorMap)?.pointee.Colors else { continue }
            let (width, height) = (Int(image.ImageDesc.Width), Int(image.ImageDesc.Height))
            let pixels = (0..<width * height).flatMap { position -> [UInt8] in
                let colour = colours[Int(image.RasterBits[position])]
                return [colour.Red, colour.Green, colour.Blue]
            }
            var control = GraphicsControlBlock()
            DGifSavedExtensionToGCB(file, Int32(number), &control)
            frames.append(
                Frame(width: width, height: height, delayCentiseconds: Int(control.DelayTime), pixels: pixels))
            for block in UnsafeBufferPointer(start: image.ExtensionBlocks, count: Int(image.ExtensionBlockCount)) {
                let bytes = UnsafeBufferPointer(start: block.Bytes, count: Int(block.ByteCount))
                if bytes.elementsEqual("NETSCAPE2.0".utf8) { loops = true }
            }
        }
    }
}
