/// A source of drawings could not be used. The description is one sentence that names the file, what was found,
/// what was expected and what to do.
public struct DatasetError: Error, Sendable, Equatable, CustomStringConvertible {
    public enum Kind: Sendable, Equatable {
        /// Absent, unreadable, or something other than a file or folder; the tool exits with 66.
        case missing
        /// There, but its content is not what it has to be; the tool exits with 65.
        case malformed
        /// The system or the network failed while working; the tool exits with 74.
        case io
    }

    public let kind: Kind
    /// The file, folder or source that the error is about, as the user knows it.
    public let path: String
    /// What was found, what was expected and what to do, without the path.
    public let message: String

    public init(_ kind: Kind, path: String, _ message: String) {
        self.kind = kind
        self.path = path
        self.message = message
    }

    /// In one line, whatever the file is called.
    public var description: String {
        let scalars = "\(path): \(message)".unicodeScalars.map { scalar -> Unicode.Scalar in
            scalar.properties.generalCategory == .control ? "\u{fffd}" : scalar
        }
        return String(String.UnicodeScalarView(scalars))
    }

    /// The exit status of the tool for this error, after `sysexits.h`.
    public var exitStatus: Int32 {
        switch kind {
        case .missing: 66
        case .malformed: 65
        case .io: 74
        }
    }
}
