/// Finds what a user may have meant.
enum NearNames {
    /// Of `names`, at most `limit` that resemble `name` or contain it, the nearest first. Names are compared as
    /// `normalised` gives them.
    static func of(
        _ name: String, among names: [String], limit: Int = 3, normalised: (String) -> String = { $0.lowercased() }
    ) -> [String] {
        let wanted = normalised(name)
        guard !wanted.isEmpty, wanted.count <= 40 else { return [] }
        let letters = Array(wanted)
        let near = names.enumerated().compactMap { order, name -> (distance: Int, order: Int)? in
            let candidate = normalised(name)
            let distance = editDistance(letters, Array(candidate))
            let isPart = wanted.count >= 3 && (candidate.contains(wanted) || wanted.contains(candidate))
            return distance <= max(1, wanted.count / 3) || isPart ? (distance, order) : nil
        }
        return near.sorted { $0 < $1 }.prefix(limit).map { names[$0.order] }
    }

    /// The number of letters to insert, delete, replace or swap with a neighbour to make `first` into `second`.
    private static func editDistance(_ first: [Character], _ second: [Character]) -> Int {
        var beforeLast: [Int] = []
        var last = Array(0...second.count)
        for (row, letter) in first.enumerated() {
            var current = [row + 1]
            for (column, other) in second.enumerated() {
                var distance = min(last[column + 1] + 1, current[column] + 1, last[column] + (letter == other ? 0 : 1))
                if row > 0, column > 0, letter == second[column - 1], first[row - 1] == other {
                    distance = min(distance, beforeLast[column - 1] + 1)
                }
                current.append(distance)
            }
            (beforeLast, last) = (last, current)
        }
        return last[second.count]
    }
}
