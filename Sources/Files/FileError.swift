#if canImport(Glibc)
    import Glibc
#elseif canImport(Darwin)
    import Darwin
#endif

/// A system call on a file failed; the description is one sentence with the path and the system's reason.
public struct FileError: Error, Sendable, Equatable, CustomStringConvertible {
    public let path: String
    /// What was being done, as a verb: "write", "rename", "open".
    public let operation: String
    /// The `errno` of the failed call.
    public let code: Int32

    public init(path: String, operation: String, code: Int32) {
        self.path = path
        self.operation = operation
        self.code = code
    }

    public var description: String {
        let reason = String(cString: strerror(code))
        let advice =
            switch code {
            case ENOSPC, EDQUOT: "; free some space and try again"
            case ELOOP: "; a link there is not followed: remove it"
            default: ""
            }
        return "cannot \(operation) \(path): \(reason)\(advice)"
    }
}
