import Foundation
import Runs

#if canImport(CDispatch)
    // Which module the compiler takes `stat` to be of depends on the order in which it loads them.
    import CDispatch
#endif

/// What callers of the studio must know: the text of `file`, or of the variable ATELIER_TOKEN; nil where there is
/// neither. Not a flag, because all users of a machine see the arguments of all processes.
///
/// Throws `ConfigurationError` where the file cannot be read, or everybody can read it.
func studioToken(file: String?) throws -> String? {
    guard let file else {
        let token = ProcessInfo.processInfo.environment["ATELIER_TOKEN"]
        // What this process starts need not know.
        unsetenv("ATELIER_TOKEN")
        return token
    }
    guard let handle = FileHandle(forReadingAtPath: file), let data = try? handle.read(upToCount: 4096) else {
        throw ConfigurationError("--token-file \(file) cannot be read; expected a file with the token in it")
    }
    var status = stat()
    guard fstat(handle.fileDescriptor, &status) == 0,
        status.st_mode & S_IFMT != S_IFREG || status.st_mode & S_IROTH == 0
    else {
        throw ConfigurationError(
            "--token-file \(file) can be read by all users of this machine; make it yours alone: chmod 600 \(file)")
    }
    return String(decoding: data, as: UTF8.self).trimmingCharacters(in: .whitespacesAndNewlines)
}
