/// What is taken from the sources, and at which size.
public struct DatasetOptions: Sendable, Equatable {
    /// The side of a drawing in pixels, one of ``imageSizes``. Where nil, drawings keep their size and PNG images
    /// become 28×28; else what has another size is resized by area.
    public var imageSize: Int?
    /// At most so many drawings in all, shared evenly among the categories.
    public var maximumImages: Int?
    /// The names of the categories to take; empty takes all.
    public var categories: [String]
    /// The tutorial's rule: of k categories, each gives its first ⌊selectionTotal/k⌋ drawings after a shuffle, fewer
    /// if it has fewer. Where nil, each gives all.
    public var selectionTotal: Int?
    /// The seed of those shuffles.
    public var seed: UInt64
    /// Where `fashion-mnist` finds its files; Debian's folder where nil.
    public var dataFolder: String?
    /// Where `quickdraw:NAME` finds its files; the user's ``QuickDrawStore`` where nil.
    public var quickDrawFolder: String?

    public static let defaultPNGSize = 28
    /// The sides that drawings may have, in pixels; multiples of 4.
    public static let imageSizes = 4...128

    public init(
        imageSize: Int? = nil, maximumImages: Int? = nil, categories: [String] = [], selectionTotal: Int? = nil,
        seed: UInt64 = 0, dataFolder: String? = nil, quickDrawFolder: String? = nil
    ) {
        self.imageSize = imageSize
        self.maximumImages = maximumImages
        self.categories = categories
        self.selectionTotal = selectionTotal
        self.seed = seed
        self.dataFolder = dataFolder
        self.quickDrawFolder = quickDrawFolder
    }

    func validate() throws(DatasetError) {
        if let size = imageSize, !Self.imageSizes.contains(size) || size % 4 != 0 {
            throw DatasetError(
                .malformed, path: "--image-size",
                "is \(size), expected a multiple of 4 from \(Self.imageSizes.lowerBound) to \(Self.imageSizes.upperBound);"
                    + " try --image-size \(Self.size(near: size))")
        }
        if let maximum = maximumImages, maximum < 1 {
            throw DatasetError(
                .malformed, path: "--max-images",
                "is \(maximum), expected at least 1; leave it out to take all drawings")
        }
        if let total = selectionTotal, total < 1 {
            throw DatasetError(
                .malformed, path: "the selection of drawings",
                "is \(total) in all, expected at least 1; leave it out to take all drawings")
        }
    }

    /// The nearest size that can be drawn, not below `size` where possible.
    static func size(near size: Int) -> Int {
        let bounded = min(max(size, imageSizes.lowerBound), imageSizes.upperBound)
        return (bounded + 3) / 4 * 4
    }
}
