#if canImport(Glibc)
    import Glibc
#elseif canImport(Darwin)
    import Darwin
#endif

/// A file that grows at its end, such as a log; made where it is absent.
public final class AppendingFile {
    private let descriptor: Int32
    private let path: String

    public init(_ path: String) throws(FileError) {
        descriptor = open(path, O_WRONLY | O_APPEND | O_CREAT | O_CLOEXEC, 0o644)
        self.path = path
        guard descriptor >= 0 else { throw FileError(path: path, operation: "open", code: errno) }
    }

    /// Adds `text` as UTF-8 at the end.
    public func append(_ text: String) throws(FileError) {
        try FileWriter(descriptor: descriptor, path: path).write(Array(text.utf8))
    }

    /// Adds `bytes` at the end.
    public func append(_ bytes: [UInt8]) throws(FileError) {
        try FileWriter(descriptor: descriptor, path: path).write(bytes)
    }

    deinit {
        if descriptor >= 0 { close(descriptor) }
    }
}
