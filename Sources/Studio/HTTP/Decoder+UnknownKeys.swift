import Runs

extension Decoder {
    /// Throws ``Problem`` where the object has a key that `keys` lacks, so that nothing that was meant goes unseen.
    func refuseKeys<Key: CodingKey & CaseIterable>(otherThan keys: Key.Type) throws {
        try refuseKeys(otherThan: keys.allCases.map(\.stringValue))
    }

    /// As ``refuseKeys(otherThan:)``, for keys that are values.
    func refuseKeys(otherThan known: [String]) throws {
        for key in try container(keyedBy: NameKey.self).allKeys where !known.contains(key.stringValue) {
            throw Problem(
                .badRequest,
                "\(key.stringValue.prefix(40)) is not known; expected some of \(known.joined(separator: ", "))")
        }
    }
}
