#if canImport(Glibc)
    import Glibc
#elseif canImport(Darwin)
    import Darwin
#endif

/// A file that lies in a folder and is reached from there without any link, so that a name that came from elsewhere does
/// not lead elsewhere.
public struct ContainedFile: Sendable {
    public let path: String
    /// Differs whenever the content does.
    public let status: FileStatus

    /// The file `name`, such as `samples/epoch-0001.png`, in `folder`; nil where there is none, where it is no regular
    /// file, or where a link or `..` is on the way from `folder` to it.
    public init?(_ name: String, in folder: String) {
        guard !name.isEmpty, !name.contains("\0"), let root = Self.realPath(folder),
            Self.realPath("\(root)/\(name)") == "\(root)/\(name)", let status = FileStatus(of: "\(root)/\(name)"),
            status.kind == .file
        else { return nil }
        path = "\(root)/\(name)"
        self.status = status
    }

    /// The bytes from `offset` on, at most `limit` of them. Throws ``FileError``.
    public func bytes(from offset: Int = 0, limit: Int = 1 << 28) throws(FileError) -> [UInt8] {
        // What became a pipe since it was looked at must not keep the reader waiting.
        let descriptor = open(path, O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC)
        guard descriptor >= 0 else { throw FileError(path: path, operation: "open", code: errno) }
        defer { close(descriptor) }
        guard let now = FileStatus(of: path) else { throw FileError(path: path, operation: "read", code: ENOENT) }
        var bytes = [UInt8](repeating: 0, count: max(0, min(limit, now.size - offset)))
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

    private static func realPath(_ path: String) -> String? {
        guard let real = realpath(path, nil) else { return nil }
        defer { free(real) }
        return String(cString: real)
    }
}
