/// The key of a field whose name a table says.
public struct NameKey: CodingKey {
    public let stringValue: String
    public var intValue: Int? { nil }

    public init(_ name: String) { stringValue = name }
    public init?(stringValue: String) { self.init(stringValue) }
    public init?(intValue: Int) { nil }

    /// The version of a file's format.
    static let format = NameKey("format")
}
