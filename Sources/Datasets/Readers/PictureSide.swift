/// The side that pictures become where none is asked for.
struct PictureSide {
    /// In pixels.
    let side: Int
    /// A sentence where that is not the pictures' own size; nil where it is.
    let notice: String?

    /// The size that all of `sizes` are, if it is square and among those allowed; else the nearest to it, or, where they
    /// differ, to the median of their longer sides. Nil where there are none.
    init?(of sizes: Set<PictureFile.Size>, options: DatasetOptions, path: String) {
        let longer = sizes.map { max($0.height, $0.width) }.sorted()
        guard let shortest = longer.first, let longest = longer.last else { return nil }
        side = options.size(near: longer[longer.count / 2])
        if sizes.count == 1, let size = sizes.first, size.height == side, size.width == side {
            notice = nil
        } else {
            let found =
                if sizes.count == 1, let size = sizes.first {
                    "\(size.height)×\(size.width) pixels"
                } else {
                    "\(sizes.count) sizes, with longer sides from \(shortest) to \(longest) pixels,"
                }
            notice = "\(path): its pictures are of \(found) and become \(side)×\(side); --image-size sets another size"
        }
    }
}
