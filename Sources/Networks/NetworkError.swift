/// A network that cannot be; the description is one sentence that names the layer.
public struct NetworkError: Error, Sendable, Equatable, CustomStringConvertible {
    public let description: String

    public init(_ description: String) {
        self.description = description
    }
}
