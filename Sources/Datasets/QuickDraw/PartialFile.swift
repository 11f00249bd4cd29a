internal import Files
internal import Foundation

#if canImport(Glibc)
    import Glibc
#elseif canImport(Darwin)
    import Darwin
#endif

/// The beginning of a file that is being downloaded, `NAME.npy.part`, locked against other processes while it is open.
/// Beside it, `NAME.npy.part.version` keeps what the server called the version that it is part of.
final class PartialFile {
    let path: String
    private(set) var size = 0
    /// For an `If-Range` header; nil where the server gave none, so that the download cannot go on where it ended.
    private(set) var validator: String?
    private let descriptor: Int32

    /// Opens or creates the partial file of `finalPath` and locks it.
    init(for finalPath: String) throws(DatasetError) {
        path = finalPath + ".part"
        descriptor = try PartialFile.openLocked(path)
        size = max(0, Int(lseek(descriptor, 0, SEEK_END)))
        validator = (try? String(contentsOfFile: versionPath, encoding: .utf8)).flatMap { $0.isEmpty ? nil : $0 }
    }

    deinit { close(descriptor) }

    private var versionPath: String { path + ".version" }

    /// Empties the file; what is appended next is of the version that `validator` names.
    func restart(validator: String?) throws {
        guard ftruncate(descriptor, 0) == 0 else { throw error("empty") }
        size = 0
        self.validator = validator
        unlink(versionPath)
        if let validator {
            do {
                try AtomicFile.write(validator, to: versionPath)
            } catch let error as FileError {
                throw DatasetError(error)
            }
        }
    }

    func append(_ data: Data) throws(DatasetError) {
        let result = data.withUnsafeBytes { bytes in
            Result { () throws(DatasetError) in
                var done = 0
                while done < bytes.count {
                    let rest = UnsafeRawBufferPointer(rebasing: bytes[done...])
                    let written = pwrite(descriptor, rest.baseAddress, rest.count, off_t(size))
                    if written < 0 {
                        if errno == EINTR { continue }
                        throw error("write")
                    }
                    done += written
                    size += written
                }
            }
        }
        try result.get()
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
            guard flock(descriptor, LOCK_EX | LOCK_NB) == 0 else {
                let code = errno
                close(descriptor)
                guard code == EWOULDBLOCK else {
                    throw DatasetError(FileError(path: path, operation: "lock", code: code))
                }
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
