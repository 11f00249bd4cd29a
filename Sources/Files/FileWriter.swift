#if canImport(Glibc)
    import Glibc
#elseif canImport(Darwin)
    import Darwin
#endif

/// Writes bytes to an open file, in order. Made by ``AtomicFile/write(to:_:)``.
public struct FileWriter: ~Copyable {
    let descriptor: Int32
    let path: String

    /// Appends all of `bytes`. Throws ``FileError`` where the system refuses, such as on a full disk.
    public func write(_ bytes: UnsafeRawBufferPointer) throws(FileError) {
        var remaining = bytes
        while let start = remaining.baseAddress, !remaining.isEmpty {
            #if canImport(Glibc)
                let written = Glibc.write(descriptor, start, remaining.count)
            #else
                let written = Darwin.write(descriptor, start, remaining.count)
            #endif
            if written < 0 {
                if errno == EINTR { continue }
                throw FileError(path: path, operation: "write", code: errno)
            }
            remaining = UnsafeRawBufferPointer(rebasing: remaining[written...])
        }
    }

    /// Appends all of `bytes`. Throws ``FileError`` where the system refuses.
    public func write(_ bytes: [UInt8]) throws(FileError) {
        let result = bytes.withUnsafeBytes { buffer in
            Result { () throws(FileError) in try write(buffer) }
        }
        try result.get()
    }
}
