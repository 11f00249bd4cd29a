#if canImport(Glibc)
    import Glibc
#elseif canImport(Darwin)
    import Darwin
#endif

/// Files that are either wholly there or not there: written to a temporary name in the same folder, synced, renamed
/// into place, the folder synced. A process killed at any moment leaves the earlier file, or none, and at most
/// a hidden temporary file, which ``removeTemporaryFiles(in:)`` clears.
///
/// The temporary name cannot be foreseen and must be new, so that in a folder where others may write, nobody can plant a
/// link under it.
public enum AtomicFile {
    static let temporarySuffix = ".atelier-tmp"

    /// Writes `bytes` to `path`, replacing what was there. Throws ``FileError``.
    public static func write(_ bytes: [UInt8], to path: String) throws {
        try write(to: path) { file in try file.write(bytes) }
    }

    /// Writes `text` as UTF-8 to `path`, replacing what was there. Throws ``FileError``.
    public static func write(_ text: String, to path: String) throws {
        try write(Array(text.utf8), to: path)
    }

    /// Writes to `path` what `body` writes to the file that it is given. Where anything throws, `path` is left as it
    /// was and the temporary file is removed.
    public static func write(to path: String, _ body: (borrowing FileWriter) throws -> Void) throws {
        let (folder, name) = split(path)
        // With what is added, a long name would be longer than names may be.
        let random = String(UInt64.random(in: .min ... .max), radix: 36)
        let temporary = "\(folder)/.\(name.prefix(40)).\(random)\(temporarySuffix)"
        let descriptor = open(temporary, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0o644)
        guard descriptor >= 0 else { throw FileError(path: path, operation: "create", code: errno) }
        do {
            do {
                defer { close(descriptor) }
                try body(FileWriter(descriptor: descriptor, path: path))
                guard fsync(descriptor) == 0 else { throw FileError(path: path, operation: "sync", code: errno) }
            }
            guard rename(temporary, path) == 0 else {
                throw FileError(path: path, operation: "rename to", code: errno)
            }
        } catch {
            unlink(temporary)
            throw error
        }
        try syncFolder(folder)
    }

    /// Makes the names in `folder` durable: after a rename, the folder itself must reach the disk.
    public static func syncFolder(_ folder: String) throws(FileError) {
        let descriptor = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        guard descriptor >= 0 else { throw FileError(path: folder, operation: "open", code: errno) }
        defer { close(descriptor) }
        guard fsync(descriptor) == 0 else { throw FileError(path: folder, operation: "sync", code: errno) }
    }

    /// Removes what a killed process left half written in `folder`. Call it only where no other process writes.
    public static func removeTemporaryFiles(in folder: String) {
        guard let stream = opendir(folder) else { return }
        defer { closedir(stream) }
        while let entry = readdir(stream) {
            let name = withUnsafePointer(to: &entry.pointee.d_name) { pointer in
                pointer.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
            }
            if name.hasPrefix("."), name.hasSuffix(temporarySuffix) { unlink("\(folder)/\(name)") }
        }
    }

    private static func split(_ path: String) -> (folder: String, name: String) {
        guard let slash = path.lastIndex(of: "/") else { return (".", path) }
        let folder = slash == path.startIndex ? "/" : String(path[..<slash])
        return (folder, String(path[path.index(after: slash)...]))
    }
}
