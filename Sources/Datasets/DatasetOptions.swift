/// What is taken from the sources, and at which size.
public struct DatasetOptions: Sendable, Equatable {
    /// The side of a drawing in pixels, one of ``imageSizes``. Where nil, drawings keep their size, pictures of a size
    /// that is none of these or of several come to the nearest one, and strokes and scans are drawn at 28×28; else
    /// what has another size is resized by area.
    public var imageSize: Int?
    /// The sides that drawings may have, in pixels; multiples of ``imageSizeDivisor``.
    public var imageSizes = 4...128
    /// What divides ``imageSize``.
    public var imageSizeDivisor = 4
    /// At most so many drawings in all, shared evenly among the categories.
    public var maximumImages: Int?
    /// The names of the categories to take; empty takes all.
    public var categories: [String]
    /// The tutorial's rule: of k categories, each gives its first ⌊selectionTotal/k⌋ drawings after a shuffle, fewer
    /// if it has fewer. Where nil, each gives all.
    public var selectionTotal: Int?
    /// The seed of those shuffles.
    public var seed: UInt64
    /// The share of each category's drawings, from 0 to less than 1, that the data set does not give but holds out; at most
    /// ``mostHeldOut`` drawings in all.
    public var heldOutShare = 0.0
    /// Where `fashion-mnist` finds its files; Debian's folder where nil.
    public var dataFolder: String?
    /// Where `quickdraw:NAME` finds its files; the user's ``QuickDrawStore`` where nil.
    public var quickDrawFolder: String?
    /// Whether drawings are light on dark: paper and ink change places.
    public var isInverted = false
    /// Whether rows and columns change places, as EMNIST needs it.
    public var isTransposed = false
    /// Whether files of a folder that cannot be read are passed over.
    public var skipsDamaged = false
    /// Whether pictures that look like scanned drawings are left as they are: grey paper, margins and all.
    public var keepsPaper = false
    /// Whether of Quick, Draw!'s strokes only those are taken that Google's network recognised.
    public var recognizedOnly = false

    /// More would tell no more of the drawings.
    static let mostHeldOut = 5000

    /// The side of drawings that are strokes or were scanned, where none is asked for: that of Quick, Draw!'s own bitmaps.
    static let ownSize = 28

    /// Options for everything that is in the sources, unless told otherwise.
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
        if let size = imageSize, !allows(size) {
            throw DatasetError(
                .malformed, path: "--image-size",
                "is \(size), expected a multiple of \(imageSizeDivisor) from \(imageSizes.lowerBound) to \(imageSizes.upperBound);"
                    + " try --image-size \(self.size(near: size))")
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

    func allows(_ size: Int) -> Bool { imageSizes.contains(size) && size % imageSizeDivisor == 0 }

    /// The nearest size that drawings may have, of two the larger.
    func size(near size: Int) -> Int {
        let bounded = min(max(size, imageSizes.lowerBound), imageSizes.upperBound)
        return (bounded + imageSizeDivisor / 2) / imageSizeDivisor * imageSizeDivisor
    }
}
