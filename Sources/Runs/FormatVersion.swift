/// The versions of the formats of a run's files. Files that say no version are of version 1, as Atelier wrote them before
/// it counted. A file of a newer version than is written here is refused.
public enum FormatVersion {
    /// `config.json`; its field `format`.
    public static let configuration = 2
    /// `events.jsonl`; the field `format` of `started`.
    public static let events = 2
    /// `data.json`; its field `format`.
    public static let data = 1
    /// Checkpoints; their metadata's `format`.
    public static let checkpoint = 2

    /// Why a file of `version` cannot be read by a program that knows formats up to `known`; nil where it can.
    public static func refusal(of version: Int, known: Int) -> String? {
        guard version > known else { return nil }
        return "is of format \(version), which is newer than this Atelier knows (\(known)); use a newer Atelier"
    }
}
