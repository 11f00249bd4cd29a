internal import Foundation

/// Finds the categories that a source offers.
struct SourceOpener {
    let options: DatasetOptions

    func candidates(of source: SourceName) throws -> [CategoryCandidate] {
        switch source {
        case .path(let path):
            switch try FileKind(of: path) {
            case .file: return try candidates(ofFile: path)
            case .folder: return try candidates(ofFolder: path)
            }
        case .quickDraw(let name):
            return try quickDraw(name)
        case .fashionMNIST:
            return try fashionMNIST()
        }
    }

    private func quickDraw(_ name: String) throws -> [CategoryCandidate] {
        let store =
            options.quickDrawFolder.map(QuickDrawStore.init(folder:))
            ?? QuickDrawStore(environment: ProcessInfo.processInfo.environment)
        let path = store.path(of: name)
        guard FileKind.isPresent(path) else {
            let argument = name.contains(" ") ? "'\(name)'" : name
            throw DatasetError(
                .missing, path: SourceName.quickDraw(name).description,
                "has not been downloaded (no \(path)); run: atelier data fetch \(argument)")
        }
        return try candidates(ofFile: path)
    }

    private func fashionMNIST() throws -> [CategoryCandidate] {
        let folder = options.dataFolder ?? SourceName.fashionMNISTFolder
        guard case .folder = try? FileKind(of: folder) else {
            throw DatasetError(
                .missing, path: folder,
                "is no folder, expected Fashion-MNIST's files in it; run: apt-get install dataset-fashion-mnist,"
                    + " or name another folder by --data")
        }
        let listing = try FolderListing(path: folder)
        guard let idx = try labelledIDX(in: listing, classNames: LabelledIDX.fashion) else {
            throw DatasetError(
                .missing, path: folder,
                "does not hold train-images-idx3-ubyte or train-images-idx3-ubyte.gz, expected Fashion-MNIST's files;"
                    + " name their folder by --data")
        }
        return try idx.candidates()
    }

    /// The training images of MNIST and its likes, where the folder has them under their usual names.
    func labelledIDX(in listing: FolderListing, classNames: [String]) throws(DatasetError) -> LabelledIDX? {
        func find(_ name: String) -> String? {
            [name, name + ".gz"].first(where: listing.names.contains).map(listing.path(of:))
        }
        guard let images = find("train-images-idx3-ubyte") else { return nil }
        guard let labels = find("train-labels-idx1-ubyte") else {
            throw DatasetError(
                .missing, path: listing.path(of: "train-labels-idx1-ubyte"),
                "does not exist, expected the labels beside the images (or the same name with .gz); download them too")
        }
        return LabelledIDX(imagesPath: images, labelsPath: labels, classNames: classNames)
    }

    func candidates(ofFile path: String) throws -> [CategoryCandidate] {
        let file = try InputFile(path: path)
        let name = PathName.stem(of: path)
        switch FileFormat(prefix: try file.prefix(FileFormat.prefixCount)) {
        case .npy:
            return [CategoryCandidate(name: name, path: path) { try NPYImages(file: file) }]
        case .idx, .gzip:
            if let labelled = labelledIDX(ofImages: path) { return try labelled.candidates() }
            return [CategoryCandidate(name: name, path: path) { try IDXImages(path: path) }]
        case .empty:
            throw DatasetError(
                .malformed, path: path, "is empty (0 bytes), expected drawings in .npy or IDX; download it again")
        case .png:
            throw DatasetError(
                .malformed, path: path, "is one PNG image, expected a folder of them; name the folder it is in")
        case .other(let description):
            throw DatasetError(
                .malformed, path: path,
                "is \(description), expected drawings in .npy (numpy.save) or IDX; download it again or convert it")
        }
    }

    /// The labels of `x-images-idx3-ubyte` are in `x-labels-idx1-ubyte`; nil where there is no such file beside it.
    private func labelledIDX(ofImages path: String) -> LabelledIDX? {
        let name = PathName.last(of: path)
        guard name.contains("images"), name.contains("idx3") else { return nil }
        var labels = name.replacing("images", with: "labels").replacing("idx3", with: "idx1")
        if labels.hasSuffix(".gz") { labels.removeLast(3) }
        let folder = String(path.dropLast(name.count))
        guard let found = [labels, labels + ".gz"].first(where: { FileKind.isPresent(folder + $0) }) else {
            return nil
        }
        let isMNIST = name.hasPrefix("train-") || name.hasPrefix("t10k-")
        return LabelledIDX(
            imagesPath: path, labelsPath: folder + found, classNames: isMNIST ? LabelledIDX.digits : nil)
    }
}
