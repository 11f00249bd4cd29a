/// What the JSON of a value is, in the words of JSON Schema.
public struct Schema: Encodable, Sendable, Equatable {
    public enum Kind: String, Encodable, Sendable {
        case integer, number, string, boolean, array
    }

    public let type: Kind
    public var minimum: Double?
    public var exclusiveMinimum: Double?
    public var maximum: Double?
    public var exclusiveMaximum: Double?
    public var multipleOf: Double?
    public var `enum`: [String]?

    init(_ type: Kind) {
        self.type = type
    }
}
