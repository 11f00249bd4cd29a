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
        let parts = name.split(separator: "/", omittingEmptySubsequences: false).map(String.init)
        guard !name.contains("\0"), !parts.contains(where: { ["", ".", ".."].contains($0) }) else { return nil }
        let descriptor = Self.open(parts, in: folder)
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

    /// Calls `body` with a path by which the open file is opened again, whatever is at its name by now.
    public func withOpenPath<Result>(_ body: (String) throws -> Result) rethrows -> Result {
        try withExtendedLifetime(self) { try body("/dev/fd/\(descriptor)") }
    }

    /// The bytes from `offset` on, at most `limit` of them. Throws ``FileError``.
    public func bytes(from offset: Int = 0, limit: Int = 1 << 28) throws(FileError) -> [UInt8] {
        // The descriptor is closed with the value, which nothing else keeps alive here.
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

    /// Goes from folder to folder by what is open, never by a path: where one is exchanged for a link on the way, the
    /// next step fails. Returns a descriptor, negative where there is no such file.
    private static func open(_ parts: [String], in folder: String) -> Int32 {
        // The folder itself may be reached by a link: a person has named it.
        var descriptor = openat(AT_FDCWD, folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        for (place, part) in parts.enumerated() where descriptor >= 0 {
            // Without O_NONBLOCK, opening a named pipe would wait for a writer.
            let kind = place < parts.count - 1 ? O_DIRECTORY : O_NONBLOCK
            let next = openat(descriptor, part, O_RDONLY | O_NOFOLLOW | O_CLOEXEC | kind)
            close(descriptor)
            descriptor = next
        }
        return descriptor
    }
}
