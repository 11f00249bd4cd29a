/// How many drawings each category gives.
enum DatasetSelection {
    /// The drawings taken of each category, in the order of `available`.
    static func counts(of available: [Int], options: DatasetOptions) -> [Int] {
        var counts = available
        if let total = options.selectionTotal {
            let share = max(total / max(available.count, 1), 1)
            counts = counts.map { min($0, share) }
        }
        if let maximum = options.maximumImages { counts = shared(maximum, among: counts) }
        return counts
    }

    /// At most `total` in all: equal shares, and what smaller categories leave goes to the others.
    private static func shared(_ total: Int, among available: [Int]) -> [Int] {
        var counts = available
        var remaining = total
        var categories = available.count
        for (index, count) in available.enumerated().sorted(by: { ($0.element, $0.offset) < ($1.element, $1.offset) }) {
            let share = (remaining + categories - 1) / categories
            counts[index] = min(count, share)
            remaining -= counts[index]
            categories -= 1
        }
        return counts
    }
}
