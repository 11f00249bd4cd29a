public import Foundation

#if canImport(Glibc)
    import Glibc
#elseif canImport(Darwin)
    import Darwin
#endif

/// A system call on a file failed; the description is one sentence with the path and the system's reason.
public struct FileError: LocalizedError, Sendable, Equatable, CustomStringConvertible {
    /// The file or folder.
    public let path: String
    /// What was being done, as a verb: "write", "rename", "open".
    public let operation: String
    /// The `errno` of the failed call.
    public let code: Int32

    /// An error about `path`; `operation` is a verb that completes "cannot", `code` an `errno`.
    public init(path: String, operation: String, code: Int32) {
        self.path = path
        self.operation = operation
        self.code = code
    }

    /// The sentence.
    public var description: String { "cannot \(operation) \(path): \(reason)" }

    /// The same sentence, for `localizedDescription`.
    public var errorDescription: String? { description }

    /// The system's, with what can be done about it.
    public var reason: String { String(cString: strerror(code)) + advice }

    private var advice: String {
        switch code {
        case ENOSPC, EDQUOT: "; free some space and try again"
        case ELOOP: "; a link there is not followed: remove it"
        case ENOLCK where operation == "lock", EOPNOTSUPP where operation == "lock", ENOSYS where operation == "lock":
            "; this file system has no locks, without which two processes could write there at once: use a folder on another"
        default: ""
        }
    }
}
