import Foundation

extension RunLock {
    /// Who trains a run.
    public enum Holder: Sendable, Equatable {
        case nobody
        /// This process.
        case process(Int32)
        /// A process that cannot be named: of another user, or on a system that does not tell.
        case unknown
    }

    /// Who trains `run` now. On Linux, looking takes no lock, so that nobody who starts to train meanwhile is refused.
    public static func holder(of run: RunDirectory) -> Holder {
        #if os(Linux)
            guard let locks = try? String(contentsOfFile: "/proc/locks", encoding: .utf8) else { return .nobody }
            var status = stat()
            guard stat(run.path, &status) == 0 else { return .nobody }
            let holders = processes(thatLock: UInt64(status.st_ino), in: locks)
            // Inodes of other file systems can have the same number, so the process must have the folder open.
            let folder = URL(fileURLWithPath: run.path).resolvingSymlinksInPath().path
            for process in holders {
                guard let descriptors = try? FileManager.default.contentsOfDirectory(atPath: "/proc/\(process)/fd")
                else { return .unknown }
                let files = descriptors.compactMap {
                    try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/\(process)/fd/\($0)")
                }
                if files.contains(folder) { return .process(process) }
            }
            return .nobody
        #else
            // Nothing else tells: the lock is tried, shared, for an instant.
            let descriptor = Foundation.open(run.path, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
            guard descriptor >= 0 else { return .nobody }
            defer { close(descriptor) }
            return flock(descriptor, LOCK_SH | LOCK_NB) == 0 ? .nobody : .unknown
        #endif
    }

    /// The processes that hold a whole-file lock on `inode`, from lines such as
    /// `1: FLOCK  ADVISORY  WRITE 4711 08:01:393226 0 EOF`.
    private static func processes(thatLock inode: UInt64, in locks: String) -> [Int32] {
        locks.split(separator: "\n").compactMap { line in
            let fields = line.split(separator: " ")
            guard fields.count >= 6, fields[1] == "FLOCK", fields[3] == "WRITE", let process = Int32(fields[4]),
                fields[5].split(separator: ":").last.flatMap({ UInt64($0) }) == inode
            else { return nil }
            return process
        }
    }
}
