import Foundation

extension RunLock {
    /// Who trains a run.
    public enum Holder: Sendable, Equatable {
        /// The lock is free.
        case nobody
        /// This process.
        case process(Int32)
        /// A process that cannot be named: of another user, or on a system that does not tell.
        case unknown
    }

    /// Who trains `run` now.
    public static func holder(of run: RunDirectory) -> Holder { holders(of: [run])[0] }

    /// Who trains each of `runs` now. On Linux, looking takes no lock, so that nobody who starts to train meanwhile is
    /// refused.
    public static func holders(of runs: [RunDirectory]) -> [Holder] {
        #if os(Linux)
            let locks = locks()
            var openFolders: [Int32: Set<String>?] = [:]
            return runs.map { run in
                var status = stat()
                guard !locks.isEmpty, stat(run.path, &status) == 0, let processes = locks[UInt64(status.st_ino)] else {
                    return .nobody
                }
                // Inodes of other file systems can have the same number, so the process must have the folder open.
                let folder = URL(fileURLWithPath: run.path).resolvingSymlinksInPath().path
                for process in processes {
                    let folders = openFolders[process] ?? files(openIn: process)
                    openFolders[process] = folders
                    guard let folders else { return .unknown }
                    if folders.contains(folder) { return .process(process) }
                }
                return .nobody
            }
        #else
            // Nothing else tells: each lock is tried, shared, for an instant.
            return runs.map { run in
                let descriptor = Foundation.open(run.path, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
                guard descriptor >= 0 else { return .nobody }
                defer { close(descriptor) }
                return flock(descriptor, LOCK_SH | LOCK_NB) == 0 ? .nobody : .unknown
            }
        #endif
    }

    #if os(Linux)
        /// The processes that hold a whole-file lock, by the locked inode, from lines such as
        /// `1: FLOCK  ADVISORY  WRITE 4711 08:01:393226 0 EOF`.
        private static func locks() -> [UInt64: [Int32]] {
            String(decoding: contents(of: "/proc/locks"), as: UTF8.self).split(separator: "\n").reduce(into: [:]) {
                locks, line in
                let fields = line.split(separator: " ")
                guard fields.count >= 6, fields[1] == "FLOCK", fields[3] == "WRITE", let process = Int32(fields[4]),
                    let inode = fields[5].split(separator: ":").last.flatMap({ UInt64($0) })
                else { return }
                locks[inode, default: []].append(process)
            }
        }

        /// All of a file that does not tell its size and gives a page at a time; Foundation takes the first page for all.
        private static func contents(of path: String) -> [UInt8] {
            let descriptor = Foundation.open(path, O_RDONLY | O_CLOEXEC)
            guard descriptor >= 0 else { return [] }
            defer { close(descriptor) }
            var contents: [UInt8] = []
            var page = [UInt8](repeating: 0, count: 65_536)
            while case let count = read(descriptor, &page, page.count), count > 0 { contents += page[..<count] }
            return contents
        }

        /// The paths of what a process has open; nil where it is another user's.
        private static func files(openIn process: Int32) -> Set<String>? {
            guard let descriptors = try? FileManager.default.contentsOfDirectory(atPath: "/proc/\(process)/fd") else {
                return nil
            }
            return Set(
                descriptors.compactMap {
                    try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/\(process)/fd/\($0)")
                })
        }
    #endif
}
