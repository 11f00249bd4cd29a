#if canImport(Glibc)
    import Glibc
#elseif canImport(Darwin)
    import Darwin
#endif

/// The lock that processes take on an open file or folder, one at a time. It ends with the descriptor or the process.
public enum FileLock {
    /// Takes the lock of `descriptor`, which is of `path`; false where another process has it. Throws ``FileError`` where
    /// there is no telling, such as on a file system without locks.
    public static func tryToTake(_ descriptor: Int32, of path: String) throws(FileError) -> Bool {
        try take(descriptor, LOCK_EX | LOCK_NB, path)
    }

    /// Takes the lock once no other process has it. Throws ``FileError``.
    public static func take(_ descriptor: Int32, of path: String) throws(FileError) {
        _ = try take(descriptor, LOCK_EX, path)
    }

    private static func take(_ descriptor: Int32, _ operation: Int32, _ path: String) throws(FileError) -> Bool {
        while flock(descriptor, operation) != 0 {
            let code = errno
            if code == EINTR { continue }
            if code == EWOULDBLOCK { return false }
            throw FileError(path: path, operation: "lock", code: code)
        }
        return true
    }
}
