/// The categories of Google's Quick, Draw! dataset, and how their names are looked up.
public enum QuickDrawCatalogue {
    /// What the dataset's licence asks to be said where its drawings are used.
    public static let licence =
        "Quick, Draw! drawings are made available by Google, Inc. under the Creative Commons Attribution 4.0 "
        + "International licence (https://creativecommons.org/licenses/by/4.0/)."

    /// The category that `name` means, as the dataset spells it; nil where there is none. Case does not matter, and
    /// `alarm_clock` and `alarm-clock` are `alarm clock`.
    public static func category(named name: String) -> String? {
        spelling[normalised(name)]
    }

    /// At most `limit` categories whose names are like `name`, the nearest first; none where nothing is near.
    public static func suggestions(for name: String, limit: Int = 3) -> [String] {
        let wanted = normalised(name)
        guard !wanted.isEmpty, wanted.count <= 40 else { return [] }
        let letters = Array(wanted)
        let near = categories.enumerated().compactMap { order, category -> (distance: Int, order: Int)? in
            let candidate = normalised(category)
            let distance = editDistance(letters, Array(candidate))
            let isPart = wanted.count >= 3 && (candidate.contains(wanted) || wanted.contains(candidate))
            guard distance > 0, distance <= max(1, wanted.count / 3) || isPart else { return nil }
            return (distance, order)
        }
        return near.sorted { $0 < $1 }.prefix(limit).map { categories[$0.order] }
    }

    /// The error for a name that is no category's, with the names that are near it.
    public static func unknownCategory(_ name: String) -> DatasetError {
        let near = suggestions(for: name)
        let advice =
            near.isEmpty
            ? "run: atelier data list" : "did you mean \(near.map { "'\($0)'" }.joined(separator: " or "))?"
        return DatasetError(
            .missing, path: "quickdraw:\(name)",
            "is none of the \(categories.count) categories of Quick, Draw!; \(advice)")
    }

    private static let spelling = Dictionary(
        categories.map { (normalised($0), $0) }, uniquingKeysWith: { first, _ in first })

    private static func normalised(_ name: String) -> String {
        name.lowercased().split { $0.isWhitespace || $0 == "_" || $0 == "-" }.joined(separator: " ")
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
