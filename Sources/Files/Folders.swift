#if canImport(Glibc)
    import Glibc
#elseif canImport(Darwin)
    import Darwin
#endif

/// Folders, made with those above them.
public enum Folders {
    /// Makes the folder `path` and those above it that are not there yet, each synced into its parent so that a power cut
    /// leaves it there. Throws ``FileError`` with the system's reason.
    public static func make(_ path: String) throws(FileError) {
        var folder = path.hasPrefix("/") ? "" : "."
        for name in path.split(separator: "/") {
            let parent = folder.isEmpty ? "/" : folder
            folder += "/" + name
            guard mkdir(folder, 0o755) != 0 else {
                try AtomicFile.syncFolder(parent)
                continue
            }
            let code = errno
            var status = stat()
            let isFolder = stat(folder, &status) == 0 && status.st_mode & S_IFMT == S_IFDIR
            guard !isFolder else { continue }
            throw FileError(path: path, operation: "create the folder", code: code == EEXIST ? ENOTDIR : code)
        }
    }

    /// Makes the folder `path`, which must not be there yet, not even as a link. Throws ``FileError``.
    public static func makeNew(_ path: String) throws(FileError) {
        guard mkdir(path, 0o755) == 0 else {
            throw FileError(path: path, operation: "create the folder", code: errno)
        }
    }
}
