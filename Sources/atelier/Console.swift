import Files
import Foundation

/// Standard output and standard error, to which nothing else of this tool writes. Neither a closed one nor a full disk
/// behind one ends the process.
enum Console {
    /// Has each of the standard descriptors that is closed fail when it is used, so that no file that is opened later takes
    /// its number, and with it what was meant for a person. To be called before anything is opened.
    static func open() {
        for descriptor in STDIN_FILENO...STDERR_FILENO where fcntl(descriptor, F_GETFD) < 0 {
            // The lowest free number is this one.
            _ = Foundation.open("/dev/null", descriptor == STDIN_FILENO ? O_WRONLY : O_RDONLY)
        }
    }

    /// Writes a result to standard output. Throws `FileError` where it cannot be written: who asked for it must know.
    static func print(_ text: String, terminator: String = "\n") throws(FileError) {
        try print(Array((text + terminator).utf8))
    }

    /// Writes the bytes of a result to standard output. Throws `FileError`.
    static func print(_ bytes: [UInt8]) throws(FileError) {
        let code = write(bytes, to: STDOUT_FILENO)
        guard code == 0 else { throw FileError(path: "standard output", operation: "write to", code: code) }
    }

    /// Writes how a work goes on to standard output; the work goes on where nobody can see it.
    static func show(_ text: String) { _ = write(Array(text.utf8), to: STDOUT_FILENO) }

    /// Writes to standard error what is no result.
    static func tell(_ text: String) { _ = write(Array(text.utf8), to: STDERR_FILENO) }

    /// The `errno` of what failed; 0 where all was written.
    private static func write(_ bytes: [UInt8], to descriptor: Int32) -> Int32 {
        var rest = bytes[...]
        while !rest.isEmpty {
            let count = rest.withUnsafeBytes { Foundation.write(descriptor, $0.baseAddress, $0.count) }
            if count < 0, errno == EINTR { continue }
            if count < 0, errno == EAGAIN {
                // Another process may have made the terminal or pipe non-blocking.
                var poll = pollfd(fd: descriptor, events: Int16(POLLOUT), revents: 0)
                _ = Foundation.poll(&poll, 1, 1000)
                continue
            }
            guard count > 0 else { return count < 0 ? errno : EIO }
            rest = rest.dropFirst(count)
        }
        return 0
    }
}
