/// Bytes that can be read at any offset, from any thread: a file, or what was unpacked of one.
protocol ByteSource: Sendable {
    /// What errors name.
    var path: String { get }
    /// In bytes.
    var size: Int { get }

    /// Fills `buffer` from `offset` on; bytes that are not there are an error.
    func read(into buffer: UnsafeMutableRawBufferPointer, at offset: Int) throws(DatasetError)
}

extension ByteSource {
    /// The first bytes, at most `count` of them.
    func prefix(_ count: Int) throws(DatasetError) -> [UInt8] {
        try bytes(at: 0, count: min(count, size))
    }

    func bytes(at offset: Int, count: Int) throws(DatasetError) -> [UInt8] {
        var bytes = [UInt8](repeating: 0, count: count)
        let result = bytes.withUnsafeMutableBytes { buffer in
            Result { () throws(DatasetError) in try read(into: buffer, at: offset) }
        }
        try result.get()
        return bytes
    }
}

/// Bytes in memory.
struct MemoryBytes: ByteSource {
    let path: String
    let bytes: [UInt8]

    /// What is put in order in memory at most: 4 GiB.
    static let maximumCount = 1 << 32

    /// Refuses to unpack `count` bytes into memory from `packedCount`, where that is more than drawings need: a file of a
    /// megabyte can hold a gigabyte of zeros. The plain file is read from the disk, whatever its size.
    static func checkUnpacking(_ count: Int, from packedCount: Int, path: String) throws(DatasetError) {
        // Drawings shrink to a tenth; blank ones of a large side, to a hundredth; nothing that deflate packs, to less than a
        // 1,032nd (https://zlib.net/zlib_tech.html).
        let packed = min(packedCount, maximumCount / 128)
        let limit = min(max(packed * 128, 1 << 28), packed * 1032)
        guard count <= limit else {
            throw DatasetError(
                .malformed, path: path,
                "declares \(count) bytes, more than is unpacked into memory from \(packedCount); if the file is sound,"
                    + " unpack it by gunzip or unzip and name the plain file")
        }
    }

    var size: Int { bytes.count }

    func read(into buffer: UnsafeMutableRawBufferPointer, at offset: Int) throws(DatasetError) {
        guard offset >= 0, buffer.count <= bytes.count - offset else {
            throw DatasetError(
                .malformed, path: path,
                "ends at byte \(bytes.count), expected \(offset + buffer.count) bytes; get it again")
        }
        bytes.withUnsafeBytes {
            buffer.copyMemory(from: UnsafeRawBufferPointer(rebasing: $0[offset..<offset + buffer.count]))
        }
    }
}
