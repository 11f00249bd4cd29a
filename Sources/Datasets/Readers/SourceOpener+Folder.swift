extension SourceOpener {
    private static func isData(_ name: String) -> Bool {
        [".npy", ".npz", ".idx", ".gz", "-ubyte"].contains(where: name.lowercased().hasSuffix)
    }

    /// A folder of PNG images is one category by its own name; else each data file and each folder of PNG images in it
    /// is one by theirs, in the order of names. Other files, such as a README, are passed over.
    func candidates(ofFolder path: String) throws -> [CategoryCandidate] {
        let listing = try FolderListing(path: path)
        if let idx = try labelledIDX(in: listing, classNames: Self.classNames(ofFolder: path)) {
            return try idx.candidates()
        }
        let others = try listing.names.filter { name in
            guard !PNGFolder.isImage(name), !Self.holdsLabels(name) else { return false }
            if Self.isData(name) { return true }
            if case .folder = try FileKind(of: listing.path(of: name)) { return true }
            return false
        }
        if let image = listing.names.first(where: PNGFolder.isImage) {
            guard others.isEmpty else {
                throw DatasetError(
                    .malformed, path: path,
                    "holds PNG images (\(image)) beside other sources (\(others[0])), expected one of the two;"
                        + " move the images to a folder of their own")
            }
            return [pngCandidate(listing)]
        }
        guard !others.isEmpty else { throw Self.nothingFound(in: listing) }
        return try others.flatMap { name in
            let inner = listing.path(of: name)
            guard case .folder = try FileKind(of: inner) else { return try candidates(ofFile: inner) }
            return [try innerFolder(FolderListing(path: inner))]
        }
    }

    private func innerFolder(_ listing: FolderListing) throws(DatasetError) -> CategoryCandidate {
        guard listing.names.contains(where: PNGFolder.isImage) else {
            if listing.names.contains(where: Self.isData) {
                throw DatasetError(
                    .malformed, path: listing.path,
                    "is a folder of data files inside a folder, expected PNG images; name it itself")
            }
            throw Self.nothingFound(in: listing)
        }
        return pngCandidate(listing)
    }

    private func pngCandidate(_ listing: FolderListing) -> CategoryCandidate {
        let size = options.imageSize ?? DatasetOptions.defaultPNGSize
        return CategoryCandidate(name: PathName.last(of: listing.path), path: listing.path) {
            try PNGFolder(listing: listing, imageSize: size).open()
        }
    }

    private static func classNames(ofFolder path: String) -> [String] {
        PathName.last(of: path).lowercased() == "fashion-mnist" ? LabelledIDX.fashion : LabelledIDX.digits
    }

    private static func holdsLabels(_ name: String) -> Bool { name.contains("labels") && name.contains("idx1") }

    private static func nothingFound(in listing: FolderListing) -> DatasetError {
        let found =
            listing.names.isEmpty
            ? "is an empty folder"
            : "holds no drawings (but \(listing.names.prefix(3).joined(separator: ", ")))"
        return DatasetError(
            .missing, path: listing.path,
            "\(found), expected .npy or IDX files, PNG images or folders of PNG images; name another folder")
    }
}
