/// Bytes as the networks see pixels, from −1 (paper) to 1 (ink).
enum PixelScaling {
    /// (p − 127.5) / 127.5 for each byte p, paper to ink.
    private static let values = (0...255).map { (Float($0) - 127.5) / 127.5 }

    /// [H, W, C] becomes [C, H, W].
    static func scale(
        _ bytes: UnsafeBufferPointer<UInt8>, channels: Int, into pixels: UnsafeMutableBufferPointer<Float>
    ) {
        let plane = bytes.count / channels
        values.withUnsafeBufferPointer { values in
            for channel in 0..<channels {
                for index in 0..<plane {
                    pixels[channel * plane + index] = values[Int(bytes[index * channels + channel])]
                }
            }
        }
    }
}
