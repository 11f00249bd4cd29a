/// From stored pixels, [H, W, C], to floats, [C, H, W].
enum PixelScaling {
    /// 0…255 (paper to ink) becomes (p − 127.5) / 127.5.
    static func scale(
        _ bytes: UnsafeBufferPointer<UInt8>, channels: Int, into pixels: UnsafeMutableBufferPointer<Float>
    ) {
        let plane = bytes.count / channels
        for channel in 0..<channels {
            for index in 0..<plane {
                pixels[channel * plane + index] = (Float(bytes[index * channels + channel]) - 127.5) / 127.5
            }
        }
    }
}
