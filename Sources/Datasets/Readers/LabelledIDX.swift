/// An IDX file of images with the file of labels beside it: a category for each label.
struct LabelledIDX {
    let imagesPath: String
    let labelsPath: String
    /// The categories' names by label; where nil, the labels themselves, up to 255.
    let classNames: [String]?

    static let digits = (0...9).map(String.init)
    static let letters = ["none"] + "abcdefghijklmnopqrstuvwxyz".map(String.init)
    static let fashion = [
        "t-shirt", "trouser", "pullover", "dress", "coat", "sandal", "shirt", "sneaker", "bag", "ankle-boot",
    ]

    /// The categories that have drawings, in the order of their labels.
    func candidates() throws -> [CategoryCandidate] {
        let images = try IDXImages(path: imagesPath)
        return try rowsByLabel(imageCount: images.count).enumerated().compactMap { label, rows in
            guard !rows.isEmpty else { return nil }
            let name = classNames?[label] ?? String(label)
            return CategoryCandidate(name: name, path: imagesPath, content: .array { images.selecting(rows) })
        }
    }

    private func rowsByLabel(imageCount: Int) throws -> [[UInt32]] {
        let labels = try IDXFile(path: labelsPath, rank: 1)
        let count = labels.dimensions[0]
        guard count == imageCount else {
            throw DatasetError(
                .malformed, path: labelsPath,
                "holds \(counted(count, "label")), expected one for each of the \(imageCount) images of"
                    + " \(PathName.last(of: imagesPath)); download both again")
        }
        let classCount = classNames?.count ?? 256
        return try labels.withBytes(at: 0, count: count) { bytes in
            var rows = [[UInt32]](repeating: [], count: classCount)
            for (row, label) in bytes.enumerated() {
                guard label < classCount else {
                    throw DatasetError(
                        .malformed, path: labelsPath,
                        "holds the label \(label) for image \(row), expected 0 to \(classCount - 1); download it again")
                }
                rows[Int(label)].append(UInt32(row))
            }
            return rows
        }
    }
}
