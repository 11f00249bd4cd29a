internal import CTorch
public import Foundation

/// An operation that could not be done; the description is one line such as
/// `conv2d: expected 3 channels, got 1; input [64, 1, 28, 28]`.
public struct TorchError: LocalizedError, Sendable, Equatable, CustomStringConvertible {
    /// What kind of failure it is.
    public enum Code: String, Sendable {
        /// Shapes, element types or values that do not go together.
        case invalidArgument
        /// Memory for the result cannot be had.
        case outOfMemory
        /// A device that is not there, or an operation that the device or the element type lacks.
        case unavailable
        /// Anything else that libtorch reports.
        case engine
    }

    /// What kind of failure it is.
    public let code: Code
    /// The operation, such as `conv2d`.
    public let operation: String
    /// What was expected and what was found, without the operation and the shapes.
    public let message: String
    /// The shapes of the operation's inputs, in their order.
    public let shapes: [[Int]]

    /// An error of `operation` on inputs of `shapes`.
    public init(code: Code, operation: String, message: String, shapes: [[Int]] = []) {
        self.code = code
        self.operation = operation
        self.message = message
        self.shapes = shapes
    }

    /// The sentence, with the shapes of the first four inputs.
    public var description: String {
        guard !shapes.isEmpty else { return "\(operation): \(message)" }
        let list = shapes.prefix(4).map(\.description).joined(separator: ", ") + (shapes.count > 4 ? ", …" : "")
        return "\(operation): \(message); \(shapes.count == 1 ? "input" : "inputs") \(list)"
    }

    /// The same sentence, for `localizedDescription`.
    public var errorDescription: String? { description }

    init(status: ct_status, operation: String, message: String, shapes: [[Int]]) {
        let code: Code =
            switch status {
            case Int32(CT_INVALID_ARGUMENT): .invalidArgument
            case Int32(CT_OUT_OF_MEMORY): .outOfMemory
            case Int32(CT_UNAVAILABLE): .unavailable
            default: .engine
            }
        self.init(code: code, operation: operation, message: message, shapes: shapes)
    }
}
