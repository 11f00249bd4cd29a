/// What was found while sources were opened that a person should know.
final class OpeningReport {
    /// A sentence each.
    private(set) var notices: [String] = []
    /// The categories whose drawings were taken off scanned paper.
    var scans: [String] = []
    private var damaged: [DatasetError] = []
    private let skipsDamaged: Bool

    init(skipsDamaged: Bool) {
        self.skipsDamaged = skipsDamaged
    }

    func note(_ sentence: String) { notices.append(sentence) }

    /// Keeps the error of one file among others, so that all are told at once. Throws what is not the file's fault.
    func add(damaged error: DatasetError) throws(DatasetError) {
        switch error.kind {
        case .io: throw error
        case .notDrawings: note("\(error.path) is passed over: it \(error.message)")
        case .missing, .malformed: damaged.append(error)
        }
    }

    private static let shownCount = 50

    /// To be called when all is opened: throws where files are damaged that are not to be passed over.
    func finish() throws(DatasetError) {
        guard let first = damaged.first else { return }
        if skipsDamaged {
            note(
                "\(counted(damaged.count, "file")) that cannot be read \(damaged.count == 1 ? "is" : "are") passed over: \(listed)"
            )
        } else if damaged.count == 1 {
            throw DatasetError(
                first.kind, path: first.path, "\(first.message), or have it passed over by --skip-damaged")
        } else {
            throw DatasetError(
                first.kind, path: PathName.folder(of: first.path),
                "has \(counted(damaged.count, "file")) that cannot be read: \(listed);"
                    + " mend or remove them, or have them passed over by --skip-damaged")
        }
    }

    /// Each file with what was found, without the advice.
    private var listed: String {
        let shown = damaged.prefix(Self.shownCount).map { error in
            "\(PathName.last(of: error.path)) \(error.message.prefix { $0 != "," && $0 != ";" })"
        }
        let more = damaged.count - shown.count
        return shown.joined(separator: ", ") + (more > 0 ? " and \(more) more" : "")
    }
}
