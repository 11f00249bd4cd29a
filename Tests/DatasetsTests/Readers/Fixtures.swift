import Foundation

/// Files of the formats that are read, byte by byte.
enum Fixtures {
    /// A `.npy` file as `numpy.save` writes it, or one that differs from it in the parts given.
    static func npy(
        _ shape: String, _ data: [UInt8], type: String = "'|u1'", fortran: String = "False", version: UInt8 = 1
    ) -> [UInt8] {
        npy(header: "{'descr': \(type), 'fortran_order': \(fortran), 'shape': \(shape), }", data, version: version)
    }

    static func npy(header: String, _ data: [UInt8], version: UInt8 = 1) -> [UInt8] {
        let start = version == 1 ? 10 : 12
        var text = Array(header.utf8)
        while (start + text.count + 1) % 64 != 0 { text.append(0x20) }
        text.append(0x0a)
        let length = UInt32(text.count)
        let lengthBytes = (0..<(version == 1 ? 2 : 4)).map { UInt8(truncatingIfNeeded: length >> (8 * UInt32($0))) }
        return [0x93] + "NUMPY".utf8 + [version, 0] + lengthBytes + text + data
    }

    /// `count` square drawings of `side`, pixel values running on from one to the next.
    static func drawings(_ count: Int, side: Int = 4, first: Int = 0) -> [UInt8] {
        let pixels = (0..<count * side * side).map { UInt8(truncatingIfNeeded: first + $0) }
        return npy("(\(count), \(side * side))", pixels)
    }

    static func bytes<Value>(_ values: [Value]) -> [UInt8] { values.withUnsafeBytes { Array($0) } }

    /// An IDX file of unsigned bytes.
    static func idx(_ dimensions: [Int], _ data: [UInt8], type: UInt8 = 8) -> [UInt8] {
        let sizes = dimensions.flatMap { size in (0..<4).reversed().map { UInt8(truncatingIfNeeded: size >> (8 * $0)) }
        }
        return [0, 0, type, UInt8(dimensions.count)] + sizes + data
    }

    /// A `.gz` file of at most 65,535 bytes that are stored, not compressed (RFC 1951, 3.2.4).
    static func gzip(_ data: [UInt8]) -> [UInt8] {
        var crc = ~UInt32(0)
        for byte in data {
            crc ^= UInt32(byte)
            for _ in 0..<8 { crc = crc & 1 == 1 ? crc >> 1 ^ 0xedb8_8320 : crc >> 1 }
        }
        let length = UInt16(data.count)
        return [0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 3] + [1] + bytes([length, ~length]) + data
            + bytes([~crc, UInt32(data.count)])
    }
}
