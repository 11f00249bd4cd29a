import Foundation

/// The values that a setting can have.
struct Domain<Value: Codable & Sendable>: Sendable {
    /// Such as `a whole number from 1 to 1024`.
    let expected: String
    let schema: Schema
    let contains: @Sendable (Value) -> Bool
    /// The value that a flag's text stands for; nil where it stands for none.
    let parse: @Sendable (String) -> Value?
    /// A value as people write it; nil for one that stands for none.
    let text: @Sendable (Value) -> String?

    init(
        _ expected: String, _ schema: Schema, contains: @escaping @Sendable (Value) -> Bool = { _ in true },
        parse: @escaping @Sendable (String) -> Value?, text: @escaping @Sendable (Value) -> String? = { "\($0)" }
    ) {
        self.expected = expected
        self.schema = schema
        self.contains = contains
        self.parse = parse
        self.text = text
    }
}

extension Domain<Int> {
    static func whole(_ range: ClosedRange<Int>) -> Domain {
        var schema = Schema(.integer)
        (schema.minimum, schema.maximum) = (Double(range.lowerBound), Double(range.upperBound))
        return Domain(
            "a whole number from \(range.lowerBound) to \(range.upperBound)", schema, contains: range.contains,
            parse: { Int($0) })
    }

    static func multiple(of divisor: Int, in range: ClosedRange<Int>, suchAs examples: String) -> Domain {
        var schema = whole(range).schema
        schema.multipleOf = Double(divisor)
        return Domain(
            "a multiple of \(divisor) from \(range.lowerBound) to \(range.upperBound), such as \(examples)", schema,
            contains: { range.contains($0) && $0 % divisor == 0 }, parse: { Int($0) })
    }

    static var channels: Domain {
        Domain("1 (grey) or 3 (colour)", Schema(.integer), contains: [1, 3].contains, parse: { Int($0) })
    }
}

extension Domain<UInt64> {
    /// Any; in the API up to what JavaScript's numbers hold exactly.
    static var seed: Domain {
        var schema = Schema(.integer)
        (schema.minimum, schema.maximum) = (0, Double(1 << 53 - 1))
        return Domain("a whole number from 0 to \(UInt64.max)", schema, parse: { UInt64($0) })
    }
}

extension Domain<Double> {
    static func number(above low: Double, upTo high: Double) -> Domain {
        var schema = Schema(.number)
        (schema.exclusiveMinimum, schema.maximum) = (low, high)
        return Domain(
            "a number above \(low) and up to \(high)", schema, contains: { $0 > low && $0 <= high },
            parse: { Double($0) })
    }

    /// Of a whole, and less than all of it.
    static var fraction: Domain {
        var schema = Schema(.number)
        (schema.minimum, schema.exclusiveMaximum) = (0, 1)
        return Domain(
            "a number from 0 up to, but not, 1", schema, contains: { $0 >= 0 && $0 < 1 }, parse: { Double($0) })
    }
}

extension Domain<Bool> {
    static var yesOrNo: Domain { Domain("true or false", Schema(.boolean), parse: { Bool($0) }) }
}

extension Domain<String> {
    static func text(_ expected: String) -> Domain { Domain(expected, Schema(.string), parse: { $0 }) }

    /// A folder, by its absolute path.
    static var folder: Domain {
        Domain(
            "a folder's path", Schema(.string),
            parse: { URL(fileURLWithPath: $0).standardizedFileURL.path })
    }
}

extension Domain<[String]> {
    static func list(_ expected: String) -> Domain {
        Domain(
            expected, Schema(.array), parse: { [String](separatedByCommas: $0) },
            text: { $0.isEmpty ? nil : $0.joined(separator: ", ") })
    }
}

extension Domain where Value: CaseIterable & RawRepresentable<String> {
    static var choice: Domain {
        let names = Value.allCases.map(\.rawValue)
        var schema = Schema(.string)
        schema.enum = names
        return Domain(
            names.joined(separator: " or "), schema, parse: { Value(rawValue: $0) }, text: { $0.rawValue })
    }
}

extension [String] {
    /// The names in a text such as `cat, dog`.
    public init(separatedByCommas text: String) {
        self = text.split(separator: ",").map { $0.trimmingCharacters(in: .whitespaces) }
    }
}
