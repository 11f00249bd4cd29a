import CZlib
import Torch

/// The CRC-32 of a checkpoint's bytes, which tells a damaged file from a whole one.
struct CRC32: SafetensorsChecksum {
    static let tensorName = "crc32"
    static let byteCount = 4

    private var value: UInt = 0

    mutating func update(_ bytes: UnsafeRawBufferPointer) {
        value = crc32_z(value, bytes.bindMemory(to: UInt8.self).baseAddress, bytes.count)
    }

    /// Little-endian.
    var bytes: [UInt8] { (0..<4).map { UInt8(truncatingIfNeeded: value >> (8 * $0)) } }
}
