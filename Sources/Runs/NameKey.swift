/// The key of a field whose name a table says.
public struct NameKey: CodingKey {
    /// The name.
    public let stringValue: String
    /// Nil: fields have names.
    public var intValue: Int? { nil }

    /// The key `name`.
    public init(_ name: String) { stringValue = name }
    /// The key of this name.
    public init?(stringValue: String) { self.init(stringValue) }
    /// Nil: fields have names.
    public init?(intValue: Int) { nil }

    /// The version of a file's format.
    static let format = NameKey("format")
}
