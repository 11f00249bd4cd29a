import Datasets
import Foundation

/// Files of drawings, as tests need them.
enum DrawingFiles {
    /// A `.npy` file as `numpy.save` writes it, or one that differs from it in the parts given.
    static func npy(
        shape: String, _ data: [UInt8], type: String = "'|u1'", fortran: String = "False", version: UInt8 = 1
    ) -> [UInt8] {
        npy(header: "{'descr': \(type), 'fortran_order': \(fortran), 'shape': \(shape), }", data, version: version)
    }

    static func npy(header: String, _ data: [UInt8], version: UInt8 = 1) -> [UInt8] {
        let start = version == 1 ? 10 : 12
        var text = Array(header.utf8)
        while (start + text.count + 1) % 64 != 0 { text.append(0x20) }
        text.append(0x0a)
        let length = (0..<(version == 1 ? 2 : 4)).map { UInt8(truncatingIfNeeded: text.count >> (8 * $0)) }
        return [0x93] + "NUMPY".utf8 + [version, 0] + length + text + data
    }

    /// `count` discs of ink of different sizes and places, `side` pixels square; `seed` makes others.
    static func discs(_ count: Int, side: Int = 16, seed: Int = 1) -> [UInt8] {
        let pixels = (0..<count).flatMap { drawing in disc(drawing &* 7 &+ seed, side: side) }
        return npy(shape: "(\(count), \(side), \(side))", pixels)
    }

    /// The same as IEEE floats.
    static func floats(_ values: [Float], shape: String) -> [UInt8] {
        npy(shape: shape, values.withUnsafeBytes { Array($0) }, type: "'<f4'")
    }

    /// A PNG file of a disc in colour.
    static func colourPNG(_ number: Int, side: Int) throws -> [UInt8] {
        let ink = disc(number, side: side)
        let tint = [number * 40 % 256, number * 90 % 256, 128]
        let pixels = ink.flatMap { value in tint.map { UInt8(255 - Int(value) * (255 - $0) / 255) } }
        return try PNG.encode(Bitmap(width: side, height: side, channels: 3, pixels: pixels))
    }

    private static func disc(_ number: Int, side: Int) -> [UInt8] {
        let radius = side / 4 + number % 3
        let (row, column) = (side / 2 + number / 3 % 3 - 1, side / 2 + number / 9 % 3 - 1)
        return (0..<side * side).map { pixel in
            let (y, x) = (pixel / side - row, pixel % side - column)
            return x * x + y * y <= radius * radius ? UInt8(255 - number % 50) : 0
        }
    }
}
