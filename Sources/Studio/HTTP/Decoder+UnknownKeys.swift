extension Decoder {
    /// Throws ``Problem`` where the object has a key that `keys` lacks, so that nothing that was meant goes unseen.
    func refuseKeys<Key: CodingKey & CaseIterable>(otherThan keys: Key.Type) throws {
        let known = keys.allCases.map(\.stringValue)
        for key in try container(keyedBy: AnyKey.self).allKeys where !known.contains(key.stringValue) {
            throw Problem(
                .badRequest,
                "\(key.stringValue.prefix(40)) is not known; expected some of \(known.joined(separator: ", "))")
        }
    }
}

private struct AnyKey: CodingKey {
    let stringValue: String
    var intValue: Int? { nil }

    init?(stringValue: String) { self.stringValue = stringValue }
    init?(intValue: Int) { nil }
}
