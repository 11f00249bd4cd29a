#if canImport(Glibc)
    import Glibc
#elseif canImport(Darwin)
    import Darwin
#endif

/// A regular file that is open for reading; a folder, a pipe or a device is refused without waiting for it.
public struct RegularFile: ~Copyable {
    /// The bytes of the file when it was opened.
    public let byteCount: Int
    private let path: String
    private let descriptor: Int32

    /// Throws ``FileError``.
    public init(_ path: String) throws(FileError) {
        // Without O_NONBLOCK, opening a named pipe would wait for a writer.
        let descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
        guard descriptor >= 0 else { throw FileError(path: path, operation: "open", code: errno) }
        var status = stat()
        let code = fstat(descriptor, &status) == 0 ? 0 : errno
        guard code == 0, status.st_mode & S_IFMT == S_IFREG else {
            close(descriptor)
            guard code == 0 else { throw FileError(path: path, operation: "examine", code: code) }
            throw FileError(path: path, operation: "read", code: status.st_mode & S_IFMT == S_IFDIR ? EISDIR : EINVAL)
        }
        self.path = path
        self.descriptor = descriptor
        byteCount = Int(status.st_size)
    }

    deinit { close(descriptor) }

    /// Fills `bytes` with those of the file from `offset` on. Throws ``FileError``, also where the file ends before.
    public func read(into bytes: UnsafeMutableRawBufferPointer, at offset: Int) throws(FileError) {
        var filled = 0
        while filled < bytes.count {
            let remaining = UnsafeMutableRawBufferPointer(rebasing: bytes[filled...])
            let count = pread(descriptor, remaining.baseAddress, remaining.count, off_t(offset + filled))
            if count < 0, errno == EINTR { continue }
            guard count > 0 else { throw FileError(path: path, operation: "read", code: count < 0 ? errno : EIO) }
            filled += count
        }
    }

    /// `count` bytes from `offset` on. Throws ``FileError``, also where the file ends before.
    public func read(count: Int, at offset: Int) throws(FileError) -> [UInt8] {
        var bytes = [UInt8](repeating: 0, count: count)
        let result = bytes.withUnsafeMutableBytes { buffer in
            Result { () throws(FileError) in try read(into: buffer, at: offset) }
        }
        try result.get()
        return bytes
    }

    /// Calls `body` with each line, without its end. Lines of more than `maximumBytes`, and a last one that has no end,
    /// are left out; so a file of any size takes no more memory than one line. Throws ``FileError``.
    public func forEachLine(maximumBytes: Int, _ body: ([UInt8]) throws -> Void) throws {
        var line: [UInt8] = []
        var isTooLong = false
        func add(_ bytes: ArraySlice<UInt8>) {
            isTooLong = isTooLong || line.count + bytes.count > maximumBytes
            if isTooLong { line = [] } else { line += bytes }
        }
        var offset = 0
        while offset < byteCount {
            var rest = try read(count: min(1 << 16, byteCount - offset), at: offset)[...]
            offset += rest.count
            while let end = rest.firstIndex(of: UInt8(ascii: "\n")) {
                add(rest[..<end])
                if !isTooLong { try body(line) }
                (line, isTooLong) = ([], false)
                rest = rest[(end + 1)...]
            }
            add(rest)
        }
    }
}
