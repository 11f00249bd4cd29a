internal import AtomicFiles

#if canImport(Glibc)
    import Glibc
#elseif canImport(Darwin)
    import Darwin
#endif

/// A regular file that is read from its beginning on.
struct InputFile: ~Copyable {
    /// The bytes of the file when it was opened.
    let byteCount: Int
    private let path: String
    private let descriptor: Int32

    init(_ path: String) throws {
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

    /// Fills `bytes` with the next ones.
    func read(into bytes: UnsafeMutableRawBufferPointer) throws {
        var filled = 0
        while filled < bytes.count {
            let remaining = UnsafeMutableRawBufferPointer(rebasing: bytes[filled...])
            #if canImport(Glibc)
                let count = Glibc.read(descriptor, remaining.baseAddress, remaining.count)
            #else
                let count = Darwin.read(descriptor, remaining.baseAddress, remaining.count)
            #endif
            if count < 0 {
                if errno == EINTR { continue }
                throw FileError(path: path, operation: "read", code: errno)
            }
            guard count > 0 else { throw SafetensorsProblem("the file became shorter while it was read") }
            filled += count
        }
    }

    func read(count: Int) throws -> [UInt8] {
        var bytes = [UInt8](repeating: 0, count: count)
        try bytes.withUnsafeMutableBytes { try read(into: $0) }
        return bytes
    }
}
