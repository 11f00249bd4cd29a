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
        let others = categories.filter { normalised($0) != wanted }
        return NearNames.of(name, among: others, limit: limit, normalised: normalised)
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
}
