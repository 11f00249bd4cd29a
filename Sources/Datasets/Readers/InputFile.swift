#if canImport(Glibc)
    import Glibc
#elseif canImport(Darwin)
    import Darwin
#endif

/// A regular file that is open for reading at any offset. Reads do not share a position, so threads may read at once.
final class InputFile: ByteSource {
    let path: String
    /// The file's length in bytes when it was opened.
    let size: Int
    private let descriptor: Int32

    /// Opens a regular file and refuses everything else; does not block on a named pipe.
    init(path: String) throws(DatasetError) {
        guard case .file = try FileKind(of: path) else {
            throw DatasetError(.missing, path: path, "is a folder, expected a file; name a file inside it")
        }
        let descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
        guard descriptor >= 0 else { throw FileKind.error(errno, path: path) }
        var status = stat()
        guard fstat(descriptor, &status) == 0, status.st_mode & S_IFMT == S_IFREG else {
            close(descriptor)
            throw DatasetError(.missing, path: path, "was replaced while it was being opened; try again")
        }
        self.path = path
        self.descriptor = descriptor
        size = Int(status.st_size)
    }

    deinit { close(descriptor) }

    /// Fills `buffer` from `offset` on; a file that has become too short is an error.
    func read(into buffer: UnsafeMutableRawBufferPointer, at offset: Int) throws(DatasetError) {
        var done = 0
        while done < buffer.count {
            let remaining = UnsafeMutableRawBufferPointer(rebasing: buffer[done...])
            let got = pread(descriptor, remaining.baseAddress, remaining.count, off_t(offset + done))
            if got < 0 {
                if errno == EINTR { continue }
                throw DatasetError(
                    .io, path: path, "cannot be read at byte \(offset + done): \(String(cString: strerror(errno)))")
            }
            guard got > 0 else {
                throw DatasetError(
                    .malformed, path: path,
                    "ended at byte \(offset + done), but had \(size) bytes when it was opened;"
                        + " put the whole file back and try again")
            }
            done += got
        }
    }

    /// A descriptor of the caller's own at the beginning of the file, to be closed by the caller.
    func duplicatedDescriptor() throws(DatasetError) -> Int32 {
        let copy = fcntl(descriptor, F_DUPFD_CLOEXEC, 0)
        guard copy >= 0, lseek(copy, 0, SEEK_SET) == 0 else { throw FileKind.error(errno, path: path) }
        return copy
    }
}
