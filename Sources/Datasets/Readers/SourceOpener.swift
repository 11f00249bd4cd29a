internal import Foundation

/// Finds the categories that a source offers.
struct SourceOpener {
    let options: DatasetOptions
    let report: OpeningReport

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
        // That the test set is not taken is known of this one.
        let found = try LabelledIDX.find(
            in: FolderListing(path: folder), classNames: LabelledIDX.fashion, transposed: options.isTransposed,
            OpeningReport(skipsDamaged: false))
        guard let found else {
            throw DatasetError(
                .missing, path: folder,
                "does not hold train-images-idx3-ubyte or train-images-idx3-ubyte.gz, expected Fashion-MNIST's files;"
                    + " name their folder by --data")
        }
        return try found.candidates()
    }

    func candidates(ofFile path: String) throws -> [CategoryCandidate] {
        let file = try InputFile(path: path)
        let name = PathName.stem(of: path)
        func category(_ content: CategoryCandidate.Content) -> [CategoryCandidate] {
            [CategoryCandidate(name: name, path: path, content: content)]
        }
        let format = FileFormat(prefix: try file.prefix(FileFormat.prefixCount))
        switch format {
        case .npy:
            return category(.array { try NPYImages(file) })
        case .zip:
            return try NPZFile(file).candidates(name: name)
        case .gzip where try GzipFile.holdsNPY(file):
            return category(.array { try NPYImages(GzipFile.npy(in: file)) })
        case .idx, .gzip:
            let labelled = try LabelledIDX.of(images: path, transposed: options.isTransposed, report)
            return try labelled?.candidates() ?? category(.array { try IDXImages(path: path) })
        case .strokeLines:
            return category(.strokes { try StrokeDrawings(lines: file, recognizedOnly: options.recognizedOnly) })
        case .other where path.lowercased().hasSuffix(".bin"):
            return category(.strokes { try StrokeDrawings(binary: file, recognizedOnly: options.recognizedOnly) })
        case .empty:
            throw DatasetError(
                .malformed, path: path, "is empty (0 bytes), expected drawings in .npy or IDX; download it again")
        case .picture(let picture):
            throw DatasetError(
                .malformed, path: path,
                "is one \(picture.name) picture, expected a folder of them; name the folder it is in")
        case .other(let description):
            throw DatasetError(
                .malformed, path: path,
                "is \(description), expected drawings in .npy (numpy.save), .npz, IDX or .ndjson;"
                    + " download it again or convert it")
        }
    }
}
