import Foundation

/// How drawings, gradients and latents stand in JSON and addresses.
enum Base64 {
    /// A drawing, [C, H, W] from −1 (paper) to 1 (ink), as bytes from 0 to 255.
    static func pixels(_ image: some Collection<Float>) -> String {
        Data(image.map { value in value.isNaN ? 0 : UInt8((127.5 + 127.5 * min(max(value, -1), 1)).rounded()) })
            .base64EncodedString()
    }

    /// The inverse, from bytes.
    static func image(_ pixels: Data) -> [Float] { pixels.map { (Float($0) - 127.5) / 127.5 } }

    /// Little-endian floats.
    static func floats(_ numbers: [Float]) -> String { data(numbers).base64EncodedString() }

    /// The same in the alphabet of addresses, without padding.
    static func url(_ numbers: [Float]) -> String {
        floats(numbers).replacing("+", with: "-").replacing("/", with: "_").replacing("=", with: "")
    }

    /// The inverse of ``url(_:)``; nil for what it does not make.
    static func floats(url text: Substring) -> [Float]? {
        guard text.count <= 65_536, !text.contains("+"), !text.contains("/"), !text.contains("=") else { return nil }
        var padded = text.replacing("-", with: "+").replacing("_", with: "/")
        padded += String(repeating: "=", count: (4 - padded.count % 4) % 4)
        guard let data = Data(base64Encoded: String(padded)), data.count % 4 == 0 else { return nil }
        return stride(from: data.startIndex, to: data.endIndex, by: 4).map { start in
            Float(bitPattern: (0..<4).reduce(0) { $0 | UInt32(data[start + $1]) << (8 * UInt32($1)) })
        }
    }

    private static func data(_ numbers: [Float]) -> Data {
        Data(numbers.flatMap { number in (0..<4).map { UInt8(truncatingIfNeeded: number.bitPattern >> (8 * $0)) } })
    }
}
