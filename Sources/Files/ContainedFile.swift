#if canImport(Glibc)
    import Glibc
#elseif canImport(Darwin)
    import Darwin
#endif

/// A file that lies in a folder and was reached from there without any link, so that a name that came from elsewhere
/// does not lead elsewhere. It is open as long as the value is there: whatever is done to its name meanwhile,
/// ``status`` and ``bytes(from:limit:)`` are of the same file.
public final class ContainedFile: Sendable {
    /// Where it was found.
    public let path: String
    /// Differs whenever the content does.
    public let status: FileStatus
    private let descriptor: Int32

    /// The file `name`, such as `samples/epoch-0001.png`, in `folder`; nil where there is none that can be read, where it
    /// is no regular file, or where a link or `..` is on the way from `folder` to it.
    public init?(_ name: String, in folder: String) {
        // Without O_NONBLOCK, opening a named pipe would wait for a writer.
        let descriptor = openContained(name, in: folder, O_NONBLOCK)
        guard descriptor >= 0 else { return nil }
        guard let status = FileStatus(of: descriptor), status.kind == .file else {
            close(descriptor)
            return nil
        }
        self.descriptor = descriptor
        self.status = status
        path = "\(folder)/\(name)"
    }

    deinit { close(descriptor) }

    /// Calls `body` with a path that leads to the open file, whatever is at its name by now.
    public func withOpenPath<Result>(_ body: (String) throws -> Result) rethrows -> Result {
        try withExtendedLifetime(self) { try body("/dev/fd/\(descriptor)") }
    }

    /// The bytes from `offset` on, at most `limit` of them. Throws ``FileError``.
    public func bytes(from offset: Int = 0, limit: Int = 1 << 28) throws(FileError) -> [UInt8] {
        // The descriptor is closed with the value.
        defer { withExtendedLifetime(self) {} }
        guard let size = FileStatus(of: descriptor)?.size else {
            throw FileError(path: path, operation: "read", code: errno)
        }
        var bytes = [UInt8](repeating: 0, count: max(0, min(limit, size - offset)))
        var count = 0
        while count < bytes.count {
            let read = bytes.withUnsafeMutableBytes { buffer in
                pread(descriptor, buffer.baseAddress.map { $0 + count }, buffer.count - count, off_t(offset + count))
            }
            if read < 0 {
                if errno == EINTR { continue }
                throw FileError(path: path, operation: "read", code: errno)
            }
            guard read > 0 else { break }
            count += read
        }
        return Array(bytes[..<count])
    }
}
