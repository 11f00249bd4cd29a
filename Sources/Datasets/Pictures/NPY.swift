/// Drawings as NumPy keeps them, as Quick, Draw!'s bitmaps are: bytes from 0 (paper) to 255 (ink), [N, H, W] of grey
/// drawings, [N, H, W, 3] of colour.
public enum NPY {
    /// What a file of `count` drawings begins with; the drawings' ``levels(of:channels:)`` follow, N·H·W·C bytes.
    public static func header(count: Int, height: Int, width: Int, channels: Int) -> [UInt8] {
        let shape = [count, height, width] + (channels == 1 ? [] : [channels])
        let text =
            "{'descr': '|u1', 'fortran_order': False, 'shape': (\(shape.map(String.init).joined(separator: ", "))), }"
        // The data begin at a multiple of 64 bytes, after a line end.
        let start: [UInt8] = [0x93] + "NUMPY".utf8 + [1, 0]
        let length = (start.count + 2 + text.utf8.count + 1 + 63) / 64 * 64 - start.count - 2
        return start + [UInt8(length & 0xff), UInt8(length >> 8)] + text.utf8
            + [UInt8](repeating: 0x20, count: length - text.utf8.count - 1) + [0x0a]
    }

    /// The bytes of `images`, [N, C, H, W] from −1 (paper) to 1 (ink), in the order N, H, W, C. What is not a number is
    /// paper.
    ///
    /// - Parameter plane: H·W.
    public static func levels(of images: [Float], channels: Int, plane: Int) -> [UInt8] {
        precondition(images.count.isMultiple(of: channels * plane), "images of [N, C, H, W]")
        var levels: [UInt8] = []
        levels.reserveCapacity(images.count)
        for start in stride(from: 0, to: images.count, by: channels * plane) {
            for place in 0..<plane {
                for channel in 0..<channels {
                    let level = ((images[start + channel * plane + place] + 1) * 127.5).rounded()
                    levels.append(level > 0 ? UInt8(min(255, level)) : 0)
                }
            }
        }
        return levels
    }
}
