/// The values that were used last, at most `capacity` of them.
struct RecentlyUsed<Key: Equatable, Value> {
    let capacity: Int
    // What was used last stands at the end.
    private var entries: [(key: Key, value: Value)] = []

    init(capacity: Int) {
        self.capacity = capacity
    }

    /// The value of `key`; nil where there is none, or it is not valid any more, and then it is forgotten.
    mutating func value(of key: Key, ifValid isValid: (Value) -> Bool = { _ in true }) -> Value? {
        guard let place = entries.firstIndex(where: { $0.key == key }) else { return nil }
        let entry = entries.remove(at: place)
        guard isValid(entry.value) else { return nil }
        entries.append(entry)
        return entry.value
    }

    /// Keeps `value`, and forgets what was not used for longest where there are too many.
    mutating func keep(_ value: Value, of key: Key) {
        entries.removeAll { $0.key == key }
        entries = entries.suffix(capacity - 1) + [(key, value)]
    }
}
