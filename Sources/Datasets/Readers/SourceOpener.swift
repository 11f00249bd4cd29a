/// Finds the categories that a source offers.
struct SourceOpener {
    let options: DatasetOptions

    func candidates(of source: SourceName) throws -> [CategoryCandidate] {
        switch source {
        case .path(let path):
            return try candidates(at: path)
        case .quickDraw(let name):
            let path = SourceName.quickDrawPath(name)
            guard (try? FileKind(of: path)) != nil else {
                throw DatasetError(
                    .missing, path: source.description, "has not been downloaded; run: atelier data fetch '\(name)'")
            }
            return [CategoryCandidate(name: name, path: path) { try NPYImages(file: InputFile(path: path)) }]
        case .fashionMNIST:
            return []
        }
    }

    private func candidates(at path: String) throws -> [CategoryCandidate] {
        switch try FileKind(of: path) {
        case .file: return try fileCandidates(at: path)
        case .folder: return []
        }
    }

    private func fileCandidates(at path: String) throws -> [CategoryCandidate] {
        [CategoryCandidate(name: PathName.stem(of: path), path: path) { try NPYImages(file: InputFile(path: path)) }]
    }
}
