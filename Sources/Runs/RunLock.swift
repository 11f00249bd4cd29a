import Files
import Foundation

/// Keeps other processes from training the same run; released when the value goes away or the process ends.
public final class RunLock {
    private let descriptor: Int32

    /// Throws ``ConfigurationError`` where another process trains `run`, and ``FileError`` where its folder cannot be
    /// locked.
    public init(_ run: RunDirectory) throws {
        descriptor = Foundation.open(run.path, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        guard descriptor >= 0 else { throw FileError(path: run.path, operation: "open", code: errno) }
        guard try FileLock.tryToTake(descriptor, of: run.path) else {
            throw ConfigurationError(
                "\(run.path) is being trained by another process; wait for it or stop it with Ctrl-C first")
        }
    }

    deinit {
        close(descriptor)
    }
}
