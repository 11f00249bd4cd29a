#if canImport(Glibc)
    import Glibc
#elseif canImport(Darwin)
    import Darwin
#endif

/// A file that grows at its end, such as a log; made where it is absent. One process at a time writes it.
public final class AppendingFile {
    private let descriptor: Int32
    private let path: String

    /// Throws ``FileError``, also where `path` is a link.
    public init(_ path: String) throws(FileError) {
        descriptor = try openForWriting(path, O_APPEND)
        self.path = path
    }

    /// Adds `text` as UTF-8 at the end, wholly or not at all.
    public func append(_ text: String) throws(FileError) {
        try append(Array(text.utf8))
    }

    /// Adds `bytes` at the end, wholly or, where the system refuses, not at all.
    public func append(_ bytes: [UInt8]) throws(FileError) {
        let size = lseek(descriptor, 0, SEEK_END)
        let result = Result { () throws(FileError) in try FileWriter(descriptor: descriptor, path: path).write(bytes) }
        if case .failure = result { ftruncate(descriptor, size) }
        try result.get()
    }

    /// Has what was added reach the disk.
    public func sync() throws(FileError) {
        guard fsync(descriptor) == 0 else { throw FileError(path: path, operation: "sync", code: errno) }
    }

    /// Removes what follows the last line end: the beginning of a line that a killed process was writing.
    public func removeTornLine() throws(FileError) {
        var end = lseek(descriptor, 0, SEEK_END)
        let size = end
        var piece = [UInt8](repeating: 0, count: 1 << 16)
        while end > 0 {
            let start = max(0, end - off_t(piece.count))
            let count = pread(descriptor, &piece, Int(end - start), start)
            if count < 0, errno == EINTR { continue }
            guard count == Int(end - start) else {
                throw FileError(path: path, operation: "read", code: count < 0 ? errno : EIO)
            }
            if let newline = piece[..<count].lastIndex(of: UInt8(ascii: "\n")) {
                end = start + off_t(newline) + 1
                break
            }
            end = start
        }
        guard end == size || ftruncate(descriptor, end) == 0 else {
            throw FileError(path: path, operation: "shorten", code: errno)
        }
    }

    deinit { close(descriptor) }
}
