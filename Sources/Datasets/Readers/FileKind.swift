#if canImport(Glibc)
    import Glibc
#elseif canImport(Darwin)
    import Darwin
#endif

/// What a path names, after links.
enum FileKind {
    case file
    case folder

    /// Throws a ``DatasetError`` of kind `missing` for what is neither, or not to be reached.
    init(of path: String) throws(DatasetError) {
        guard !path.isEmpty, !path.utf8.contains(0) else { throw Self.error(ENOENT, path: path) }
        var status = stat()
        guard stat(path, &status) == 0 else { throw Self.error(errno, path: path) }
        switch status.st_mode & S_IFMT {
        case S_IFREG: self = .file
        case S_IFDIR: self = .folder
        case let mode:
            let found =
                switch mode {
                case S_IFIFO: "a named pipe"
                case S_IFSOCK: "a socket"
                default: "a device"
                }
            throw DatasetError(
                .missing, path: path, "is \(found), expected a file or folder; save the drawings in a file first")
        }
    }

    /// Whether there is anything of that name, be it a dangling link.
    static func isPresent(_ path: String) -> Bool {
        var status = stat()
        return lstat(path, &status) == 0
    }

    static func error(_ code: Int32, path: String) -> DatasetError {
        switch code {
        case ENOENT:
            var status = stat()
            if !path.isEmpty, lstat(path, &status) == 0, status.st_mode & S_IFMT == S_IFLNK {
                return DatasetError(
                    .missing, path: path, "is a link to something that does not exist; remove or repair the link")
            }
            return DatasetError(
                .missing, path: path.isEmpty ? "''" : path, "does not exist; check the name, or run: atelier data list")
        case EACCES, EPERM:
            return DatasetError(
                .missing, path: path, "may not be read; give yourself permission, such as by chmod u+r")
        case ELOOP:
            return DatasetError(.missing, path: path, "is a link that leads back to itself; remove or repair the link")
        case EMFILE, ENFILE:
            return DatasetError(
                .io, path: path, "cannot be opened beside so many others; raise the limit, such as by ulimit -n 4096")
        default:
            return DatasetError(
                .missing, path: path, "cannot be opened: \(String(cString: strerror(code))); check the path")
        }
    }
}
