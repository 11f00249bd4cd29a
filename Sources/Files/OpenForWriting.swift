#if canImport(Glibc)
    import Glibc
#elseif canImport(Darwin)
    import Darwin
#endif

/// Opens the regular file `path`, which is made where it is absent, for reading and writing; `flags` are added.
///
/// For files of expected names in folders where others may write too: a link that somebody planted there is not
/// followed, and a pipe or a device is refused, without waiting for it. Returns a descriptor. Throws ``FileError``.
public func openForWriting(_ path: String, _ flags: Int32 = 0) throws(FileError) -> Int32 {
    // Without O_NONBLOCK, opening a named pipe would wait for its other end.
    let descriptor = open(path, O_RDWR | O_CREAT | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC | flags, 0o644)
    guard descriptor >= 0 else { throw FileError(path: path, operation: "open", code: errno) }
    var status = stat()
    let code = fstat(descriptor, &status) == 0 ? 0 : errno
    guard code == 0, status.st_mode & S_IFMT == S_IFREG else {
        close(descriptor)
        throw FileError(path: path, operation: "write to", code: code == 0 ? EINVAL : code)
    }
    return descriptor
}
