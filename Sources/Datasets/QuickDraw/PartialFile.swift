internal import Files
internal import Foundation

#if canImport(Glibc)
    import Glibc
#elseif canImport(Darwin)
    import Darwin
#endif

/// The beginning of a file that is being downloaded, `NAME.npy.part`, locked against other processes while it is open.
/// Beside it, `NAME.npy.part.version` keeps what the server said of the version that it is part of.
final class PartialFile {
    let path: String
    private(set) var size = 0
    /// Without a validator, the download cannot go on where it ended.
    private(set) var version: FileVersion
    private let descriptor: Int32

    /// Opens or creates the partial file of `finalPath` and locks it.
    init(for finalPath: String) throws(DatasetError) {
        path = finalPath + ".part"
        descriptor = try PartialFile.openLocked(path)
        size = max(0, Int(lseek(descriptor, 0, SEEK_END)))
        version = FileVersion(text: (try? String(contentsOfFile: path + ".version", encoding: .utf8)) ?? "")
    }

    deinit { close(descriptor) }

    private var versionPath: String { path + ".version" }

    /// Empties the file; what is appended next is of `version`.
    func restart(_ version: FileVersion) throws {
        guard ftruncate(descriptor, 0) == 0 else { throw error("empty") }
        size = 0
        self.version = version
        unlink(versionPath)
        if let text = version.text {
            do {
                try AtomicFile.write(text, to: versionPath)
            } catch let error as FileError {
                throw DatasetError(error)
            }
        }
    }

    func append(_ bytes: UnsafeRawBufferPointer) throws(DatasetError) {
        var rest = bytes
        while !rest.isEmpty {
            let written = pwrite(descriptor, rest.baseAddress, rest.count, off_t(size))
            if written < 0 {
                if errno == EINTR { continue }
                throw error("write")
            }
            size += written
            rest = UnsafeRawBufferPointer(rebasing: rest[written...])
        }
    }

    /// The bytes that can still be written where the file is; nil where the system does not tell.
    var availableBytes: Int? {
        var status = statvfs()
        guard fstatvfs(descriptor, &status) == 0 else { return nil }
        let (bytes, overflows) = Int(clamping: status.f_bavail).multipliedReportingOverflow(
            by: Int(clamping: status.f_frsize))
        return overflows ? nil : bytes
    }

    /// The CRC-32C of the file.
    func checksum() throws -> UInt32 {
        let file = try InputFile(path: path)
        var check = CRC32C()
        for offset in stride(from: 0, to: size, by: 1 << 20) {
            check.update(try file.bytes(at: offset, count: min(1 << 20, size - offset)))
        }
        return check.value
    }

    /// Makes the file `finalPath`, on the disk for good.
    func finish(as finalPath: String) throws {
        guard fsync(descriptor) == 0 else { throw error("sync") }
        unlink(versionPath)
        guard rename(path, finalPath) == 0 else {
            throw DatasetError(FileError(path: finalPath, operation: "replace", code: errno))
        }
        do {
            try AtomicFile.syncFolder((finalPath as NSString).deletingLastPathComponent)
        } catch {
            throw DatasetError(error)
        }
    }

    /// Removes the file from the disk.
    func discard() {
        unlink(versionPath)
        unlink(path)
        size = 0
    }

    private func error(_ operation: String) -> DatasetError {
        DatasetError(FileError(path: path, operation: operation, code: errno))
    }

    private static func openLocked(_ path: String) throws(DatasetError) -> Int32 {
        while true {
            let descriptor = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0o644)
            guard descriptor >= 0 else {
                throw DatasetError(FileError(path: path, operation: "create", code: errno))
            }
            let isOurs: Bool
            do {
                isOurs = try FileLock.tryToTake(descriptor, of: path)
            } catch {
                close(descriptor)
                throw DatasetError(error)
            }
            guard isOurs else {
                close(descriptor)
                throw DatasetError(
                    .io, path: path,
                    "is being downloaded by another process; wait until that is done, then run the same command again")
            }
            // Whoever held the lock before may have renamed or removed the file in the meantime.
            var (opened, named) = (stat(), stat())
            if fstat(descriptor, &opened) == 0, stat(path, &named) == 0, opened.st_ino == named.st_ino,
                opened.st_dev == named.st_dev
            {
                return descriptor
            }
            close(descriptor)
        }
    }
}
