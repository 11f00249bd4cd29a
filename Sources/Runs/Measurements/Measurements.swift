/// Named numbers, in the order of ``Measure``'s table. A step reports those that it has.
public struct Measurements: Sendable, Equatable {
    private var stored: [Measure: Double] = [:]
    /// What a program's own metrics measured, by their names.
    public var own: [String: Double] = [:]

    /// These values; none of other measures.
    public init(_ values: [Measure: Double] = [:]) {
        stored = values
    }

    /// The value of a measure; nil where it was not measured.
    public subscript(measure: Measure) -> Double? {
        get { stored[measure] }
        set { stored[measure] = newValue }
    }

    /// What was measured, in the order of the table.
    public var values: [(measure: Measure, value: Double)] {
        Measure.allCases.compactMap { measure in stored[measure].map { (measure, $0) } }
    }

    /// Takes over what `others` measured.
    public mutating func merge(_ others: Measurements) {
        stored.merge(others.stored) { $1 }
        own.merge(others.own) { $1 }
    }
}

extension Measurements: Codable {
    private static let ownKey = NameKey("own")

    /// Encodes each value under its measure's name, into an object that may have other fields too, and those of a program's
    /// metrics as the object `own`. JSON has no infinity: what is not finite is left out.
    public func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: NameKey.self)
        for (measure, value) in values where value.isFinite {
            try container.encode(value, forKey: NameKey(measure.rawValue))
        }
        let finite = own.filter(\.value.isFinite)
        if !finite.isEmpty { try container.encode(finite, forKey: Self.ownKey) }
    }

    /// Reads the fields that have a measure's name.
    public init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: NameKey.self)
        for measure in Measure.allCases {
            stored[measure] = try container.decodeIfPresent(Double.self, forKey: NameKey(measure.rawValue))
        }
        own = try container.decodeIfPresent([String: Double].self, forKey: Self.ownKey) ?? [:]
    }
}
