public import Foundation

/// A source of drawings could not be used. The description is one sentence that names the file, what was found,
/// what was expected and what to do.
public struct DatasetError: LocalizedError, Sendable, Equatable, CustomStringConvertible {
    /// What is wrong, for a program that goes on in one case and not in another.
    public enum Kind: Sendable, Equatable {
        /// Absent, unreadable, or something other than a file or folder.
        case missing
        /// There, but its content is not what it has to be.
        case malformed
        /// There and sound, but no drawings: in a folder, it is passed over.
        case notDrawings
        /// The system or the network failed while working.
        case io
    }

    /// What is wrong.
    public let kind: Kind
    /// The file, folder or source that the error is about, as the user knows it.
    public let path: String
    /// What was found, what was expected and what to do, without the path.
    public let message: String

    /// An error about `path`; `message` completes the sentence that begins with it.
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

    /// The same sentence, for `localizedDescription`.
    public var errorDescription: String? { description }
}
