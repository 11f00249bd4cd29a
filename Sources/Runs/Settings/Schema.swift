/// What the JSON of a value is, in the words of JSON Schema.
public struct Schema: Encodable, Sendable, Equatable {
    /// JSON's types of values.
    public enum Kind: String, Encodable, Sendable {
        /// As JSON Schema calls them.
        case integer, number, string, boolean, array
    }

    /// The type of the value.
    public let type: Kind
    /// The least value; nil for none.
    public var minimum: Double?
    /// A number that the value is above; nil for none.
    public var exclusiveMinimum: Double?
    /// The greatest value; nil for none.
    public var maximum: Double?
    /// A number that the value is below; nil for none.
    public var exclusiveMaximum: Double?
    /// A number that divides the value; nil for none.
    public var multipleOf: Double?
    /// All values that there are; nil where they are not listed.
    public var `enum`: [String]?

    init(_ type: Kind) {
        self.type = type
    }
}
