/// Finds what a user may have meant.
enum NearNames {
    /// Of `names`, at most `limit` that resemble `name`, the nearest first.
    static func of(_ name: String, among names: [String], limit: Int = 3) -> [String] {
        let wanted = Array(name.lowercased())
        let scored = names.enumerated().compactMap { index, candidate -> (Int, Int, String)? in
            let letters = Array(candidate.lowercased())
            let distance = distance(wanted, letters)
            guard distance <= max(1, wanted.count / 3) else { return nil }
            return (distance, index, candidate)
        }
        return scored.sorted { ($0.0, $0.1) < ($1.0, $1.1) }.prefix(limit).map(\.2)
    }

    /// The fewest insertions, removals and replacements that lead from one to the other (Levenshtein).
    private static func distance(_ first: [Character], _ second: [Character]) -> Int {
        var row = Array(0...second.count)
        for (i, a) in first.enumerated() {
            var diagonal = row[0]
            row[0] = i + 1
            for (j, b) in second.enumerated() {
                let above = row[j + 1]
                row[j + 1] = min(above + 1, row[j] + 1, diagonal + (a == b ? 0 : 1))
                diagonal = above
            }
        }
        return row[second.count]
    }
}
