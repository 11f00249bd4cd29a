extension SourceOpener {
    private static let dataEndings = [".npy", ".npz", ".idx", ".gz", "-ubyte", ".ubyte", ".ndjson", ".bin"]
    private static let trainingNames: Set = ["train", "training"]
    private static let testNames: Set = ["test", "testing", "val", "valid", "validation", "dev", "eval"]

    private static func isData(_ name: String) -> Bool { dataEndings.contains(where: name.lowercased().hasSuffix) }

    /// A folder of pictures is one category by its own name; else each data file in it is one, or several, and each
    /// folder in it gives its own, in the order of names. Of the folders of a training and a test set, the first is
    /// taken. Other files, such as a README, are passed over.
    func candidates(ofFolder path: String) throws -> [CategoryCandidate] {
        let listing = try FolderListing(path: path)
        var seen: Set = [PathName.real(path)]
        let found = try candidates(in: listing, prefix: "", seen: &seen)
        guard !found.isEmpty else {
            try report.finish()
            throw nothingFound(in: listing)
        }
        return found
    }

    /// - Parameters:
    ///   - prefix: The folders on the way from the source, each with a slash after it.
    ///   - seen: The folders that were looked at; links may lead to them again.
    private func candidates(
        in listing: FolderListing, prefix: String, seen: inout Set<String>
    ) throws -> [CategoryCandidate] {
        if let idx = try LabelledIDX.find(in: listing, transposed: options.isTransposed, report) {
            return try idx.candidates()
        }
        let contents = try FolderContents(listing, isData: Self.isData, report)
        noteUnread(contents, in: listing)
        var found: [CategoryCandidate] = []
        for name in contents.sources {
            let inner = listing.path(of: name)
            if !contents.folders.contains(name) {
                found += try listed { try candidates(ofFile: inner) }
            } else if !isTestSet(name, beside: contents.folders, in: listing),
                seen.insert(PathName.real(inner)).inserted
            {
                let innerListing = try FolderListing(path: inner)
                let more = try candidates(in: innerListing, prefix: "\(prefix)\(name)/", seen: &seen)
                if more.isEmpty {
                    report.note("\(inner) is passed over: it \(Self.emptiness(of: innerListing))")
                }
                found += more
            }
        }
        guard !contents.pictures.isEmpty else {
            return found.map { candidate in
                var candidate = candidate
                candidate.isListed = true
                candidate.longName = candidate.longName ?? prefix + candidate.name
                return candidate
            }
        }
        if let other = found.first {
            throw DatasetError(
                .malformed, path: listing.path,
                "holds pictures (\(contents.pictures[0])) beside other sources (\(other.path)), expected one of the two;"
                    + " move the pictures to a folder of their own")
        }
        return [
            CategoryCandidate(
                name: PathName.last(of: listing.path), path: listing.path,
                content: .pictures(PictureFiles(paths: contents.pictures.map(listing.path(of:)))),
                longName: prefix.isEmpty ? nil : String(prefix.dropLast()), isListed: true)
        ]
    }

    /// What `open` gives; where the file cannot be read, nothing, and the report is told.
    private func listed(_ open: () throws -> [CategoryCandidate]) throws -> [CategoryCandidate] {
        do {
            return try open()
        } catch let error as DatasetError {
            try report.add(damaged: error)
            return []
        }
    }

    private func isTestSet(_ name: String, beside folders: Set<String>, in listing: FolderListing) -> Bool {
        guard Self.testNames.contains(name.lowercased()),
            let training = folders.first(where: { Self.trainingNames.contains($0.lowercased()) })
        else { return false }
        report.note(
            "\(listing.path(of: name)) is passed over: it is taken for the test set beside \(training); name it to use it"
        )
        return true
    }

    private func noteUnread(_ contents: FolderContents, in listing: FolderListing) {
        if let first = contents.unread.first {
            let others = contents.unread.count > 1 ? " and \(contents.unread.count - 1) more" : ""
            report.note(
                "\(listing.path(of: first))\(others) \(others.isEmpty ? "is" : "are") passed over, expected"
                    + " \(PictureFormat.list) pictures, .npy, .npz, IDX or .ndjson files; convert what is wanted")
        }
        let unusable = listing.unusableNames.filter { PictureFormat.isNamed($0) || Self.isData($0) }
        if let first = unusable.first {
            let others = unusable.count > 1 ? " and \(unusable.count - 1) more" : ""
            report.note(
                "\(listing.path(of: first))\(others) \(others.isEmpty ? "has a name that is" : "have names that are")"
                    + " not UTF-8 and \(others.isEmpty ? "is" : "are") passed over; rename what is wanted")
        }
    }

    private func nothingFound(in listing: FolderListing) -> DatasetError {
        DatasetError(
            .missing, path: listing.path,
            "\(Self.emptiness(of: listing)), expected .npy, .npz, IDX or .ndjson files, \(PictureFormat.list) pictures,"
                + " or folders of these; name another folder")
    }

    private static func emptiness(of listing: FolderListing) -> String {
        listing.names.isEmpty
            ? "is an empty folder" : "holds no drawings (but \(listing.names.prefix(3).joined(separator: ", ")))"
    }
}

/// What a folder holds, by what it is called.
private struct FolderContents {
    /// Data files and folders.
    private(set) var sources: [String] = []
    private(set) var folders: Set<String> = []
    private(set) var pictures: [String] = []
    /// What is called like pictures or drawings of kinds that are not read.
    private(set) var unread: [String] = []

    init(_ listing: FolderListing, isData: (String) -> Bool, _ report: OpeningReport) throws(DatasetError) {
        for name in listing.names {
            let isWanted = PictureFormat.isNamed(name) || isData(name)
            do {
                switch try FileKind(of: listing.path(of: name)) {
                case .folder:
                    folders.insert(name)
                    sources.append(name)
                case .file where PictureFormat.isNamed(name): pictures.append(name)
                case .file where isData(name): sources.append(name)
                case .file where PictureFormat.isNamedUnread(name): unread.append(name)
                case .file: break
                }
            } catch {
                if isWanted { try report.add(damaged: error) }
            }
        }
    }
}
