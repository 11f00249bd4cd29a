extension LabelledIDX {
    /// The images and labels in a folder, as MNIST, EMNIST and their copies call them: `train-images-idx3-ubyte`,
    /// `train-images.idx3-ubyte`, `emnist-letters-train-images-idx3-ubyte.gz`, or a folder of such a name with the file in
    /// it. Of a training and a test set, the first. Nil where there are no images by such a name.
    static func find(
        in listing: FolderListing, classNames: [String]? = nil, transposed: Bool, _ report: OpeningReport
    ) throws(DatasetError) -> LabelledIDX? {
        let files = IDXNames(listing)
        var sets = files.images
        let training = sets.filter { !isTestSet($0) }
        if !training.isEmpty, training.count < sets.count {
            let passed = sets.filter(isTestSet).compactMap { files.paths[$0] }.map(PathName.last(of:))
            report.note(
                "\(listing.path): \(passed.joined(separator: ", ")) \(passed.count == 1 ? "is" : "are") passed over as the"
                    + " test set; name the file to use it")
            sets = training
        }
        guard let images = sets.first, let imagesPath = files.paths[images] else { return nil }
        guard sets.count == 1 else {
            let names = sets.compactMap { files.paths[$0] }.map(PathName.last(of:)).joined(separator: ", ")
            throw DatasetError(
                .malformed, path: listing.path,
                "holds several sets of images (\(names)), expected one; name one of them")
        }
        let labels = IDXNames.labels(for: images)
        guard let labelsPath = files.paths[labels] else {
            // A set of images by itself is drawings too, but MNIST's own names promise labels.
            guard images == "train-images-idx3-ubyte" else { return nil }
            throw DatasetError(
                .missing, path: listing.path(of: labels),
                "does not exist, expected the labels beside the images (or the same name with .gz); download them too")
        }
        if images.hasPrefix("emnist"), !transposed {
            report.note("\(imagesPath): EMNIST keeps its images transposed; --transpose sets them upright")
        }
        let names = classNames ?? Self.classNames(of: images, folder: listing.path)
        return LabelledIDX(imagesPath: imagesPath, labelsPath: labelsPath, classNames: names)
    }

    /// The labels of the images in the file `path`, if they are beside it.
    static func of(images path: String, transposed: Bool, _ report: OpeningReport) throws(DatasetError) -> LabelledIDX?
    {
        let name = PathName.last(of: path)
        guard let images = IDXNames.normalised(name), images.contains("images") else { return nil }
        let files = IDXNames(try FolderListing(path: PathName.folder(of: path)))
        guard let labelsPath = files.paths[IDXNames.labels(for: images)] else { return nil }
        if images.hasPrefix("emnist"), !transposed {
            report.note("\(path): EMNIST keeps its images transposed; --transpose sets them upright")
        }
        return LabelledIDX(
            imagesPath: path, labelsPath: labelsPath,
            classNames: Self.classNames(of: images, folder: PathName.folder(of: path)))
    }

    private static func isTestSet(_ name: String) -> Bool { name.hasPrefix("t10k") || name.contains("test") }

    private static func classNames(of images: String, folder: String) -> [String]? {
        if images.hasPrefix("emnist-letters") { return letters }
        guard images.hasPrefix("train-") || images.hasPrefix("t10k-") else { return nil }
        return PathName.last(of: folder).lowercased().contains("fashion") ? fashion : digits
    }
}

/// The IDX files of a folder that are called as MNIST's are, by their names with dashes and without `.gz`.
private struct IDXNames {
    private(set) var paths: [String: String] = [:]

    init(_ listing: FolderListing) {
        // What is compressed comes after the same name plain, a folder after a file.
        for name in listing.names {
            guard let key = Self.normalised(name) else { continue }
            let path = listing.path(of: name)
            switch try? FileKind(of: path) {
            case .file where paths[key] == nil || paths[key]?.hasSuffix("/\(name)/\(name)") == true: paths[key] = path
            case .folder where paths[key] == nil:
                let inner = PathName.joined(path, name)
                if case .file? = try? FileKind(of: inner) { paths[key] = inner }
            default: break
            }
        }
    }

    var images: [String] { paths.keys.filter { $0.contains("images") }.sorted() }

    static func labels(for images: String) -> String {
        images.replacing("images", with: "labels").replacing("idx3", with: "idx1")
    }

    /// `train-images-idx3-ubyte` for `Train-Images.idx3-ubyte.gz`; nil where it is not such a name.
    static func normalised(_ name: String) -> String? {
        var key = name.lowercased()
        if key.hasSuffix(".gz") { key.removeLast(3) }
        key = key.replacing(".", with: "-")
        let isImages = key.contains("images") && key.contains("idx3")
        let isLabels = key.contains("labels") && key.contains("idx1")
        return (isImages || isLabels) && key.hasSuffix("ubyte") ? key : nil
    }
}
