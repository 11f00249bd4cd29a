import Torch

/// The checkpoints' checksum, written again from its definition (ISO 3309), bit by bit.
struct BitwiseCRC32: SafetensorsChecksum {
    static let tensorName = "crc32"
    static let byteCount = 4

    private var remainder: UInt32 = .max

    mutating func update(_ bytes: UnsafeRawBufferPointer) {
        for byte in bytes {
            remainder ^= UInt32(byte)
            for _ in 0..<8 { remainder = remainder & 1 == 1 ? remainder >> 1 ^ 0xEDB8_8320 : remainder >> 1 }
        }
    }

    var bytes: [UInt8] { withUnsafeBytes(of: (~remainder).littleEndian) { Array($0) } }
}
