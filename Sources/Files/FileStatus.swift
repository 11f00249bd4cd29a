#if canImport(Glibc)
    import Glibc
#elseif canImport(Darwin)
    import Darwin
#endif

/// What the system says of a file, without following a link.
public struct FileStatus: Hashable, Sendable {
    /// What can be found at a path.
    public enum Kind: Sendable {
        /// A regular file, a directory, a symbolic link, or a device, socket or pipe.
        case file, folder, link, other
    }

    /// What is there.
    public let kind: Kind
    /// The file's number within its file system.
    public let inode: UInt64
    /// In bytes.
    public let size: Int
    /// When it was changed last, in nanoseconds since 1970.
    public let modifiedNanoseconds: Int

    /// Nil where there is nothing at `path`, or it cannot be looked at.
    public init?(of path: String) {
        var status = stat()
        guard lstat(path, &status) == 0 else { return nil }
        self.init(status)
    }

    /// The status of an open file; nil where it cannot be looked at.
    init?(of descriptor: Int32) {
        var status = stat()
        guard fstat(descriptor, &status) == 0 else { return nil }
        self.init(status)
    }

    private init(_ status: stat) {
        switch status.st_mode & S_IFMT {
        case S_IFREG: kind = .file
        case S_IFDIR: kind = .folder
        case S_IFLNK: kind = .link
        default: kind = .other
        }
        inode = UInt64(status.st_ino)
        size = Int(status.st_size)
        #if canImport(Darwin)
            let time = status.st_mtimespec
        #else
            let time = status.st_mtim
        #endif
        // File systems know times of far centuries, whose nanoseconds are more than can be counted.
        modifiedNanoseconds =
            min(max(Int(time.tv_sec), -9_000_000_000), 9_000_000_000) * 1_000_000_000 + Int(time.tv_nsec)
    }

    /// When it was changed last, in seconds since 1970.
    public var modifiedSeconds: Double { Double(modifiedNanoseconds) / 1e9 }
}
