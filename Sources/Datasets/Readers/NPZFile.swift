/// The arrays of drawings in a `.npz` file, as `numpy.savez` and `numpy.savez_compressed` write them.
struct NPZFile {
    private let file: InputFile

    init(_ file: InputFile) {
        self.file = file
    }

    /// A category for each array of drawings: called `name` if it is the only one, by its own name else. Arrays of one
    /// dimension, as of labels, are none.
    func candidates(name: String) throws -> [CategoryCandidate] {
        let archive = try ZipArchive(file)
        let arrays = archive.entries.filter { $0.name.hasSuffix(".npy") }
        let drawings = try arrays.filter { entry in
            try header(of: entry, in: archive).shape.count > 1
        }
        guard !drawings.isEmpty else {
            let found = archive.entries.prefix(3).map(\.name).joined(separator: ", ")
            throw DatasetError(
                .notDrawings, path: file.path,
                "is a zip archive without an array of drawings\(found.isEmpty ? "" : " (but \(found))"), expected one such as"
                    + " numpy.savez writes; leave it out or unpack it")
        }
        return drawings.map { entry in
            CategoryCandidate(
                name: drawings.count == 1 ? name : String(entry.name.dropLast(4)), path: path(of: entry),
                content: .array {
                    let archive = try ZipArchive(file)
                    let count = try header(of: entry, in: archive).fileSize ?? .max
                    try MemoryBytes.checkUnpacking(count, from: entry.packedSize, path: path(of: entry))
                    // One byte more tells an array that is longer than it declares.
                    let bytes = try archive.bytes(of: entry, limit: count + 1)
                    return try NPYImages(MemoryBytes(path: path(of: entry), bytes: bytes))
                })
        }
    }

    private func header(of entry: ZipArchive.Entry, in archive: ZipArchive) throws -> NPYHeader {
        let start = try archive.bytes(of: entry, limit: NPYHeader.maximumPackedCount)
        return try NPYHeader(of: MemoryBytes(path: path(of: entry), bytes: start))
    }

    private func path(of entry: ZipArchive.Entry) -> String { "\(file.path) (\(entry.name))" }
}
