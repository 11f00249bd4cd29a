/// One category of a data set: its drawings, which of them are taken, and how they come to size.
struct DatasetPart: Sendable {
    let name: String
    let path: String
    let source: any ImageSource
    let resize: AreaResize?
    let count: Int
    private let order: Permutation?

    /// Takes the first `count` drawings after a shuffle by `seed`, or all in the file's order.
    init(
        name: String, path: String, source: any ImageSource, imageSize: Int, count: Int, seed: UInt64
    ) {
        self.name = name
        self.path = path
        self.source = source
        self.count = count
        let fits = source.height == imageSize && source.width == imageSize
        resize = fits ? nil : AreaResize(height: source.height, width: source.width, side: imageSize)
        order = count < source.count ? Permutation(count: source.count, seed: seed) : nil
    }

    func readImage(at index: Int, into pixels: UnsafeMutableBufferPointer<Float>) throws {
        let row = order?[index] ?? index
        guard let resize else { return try source.readImage(at: row, into: pixels) }
        try withUnsafeTemporaryAllocation(of: Float.self, capacity: source.valuesPerImage) { native in
            try source.readImage(at: row, into: native)
            resize.apply(to: UnsafeBufferPointer(native), channels: source.channels, into: pixels)
        }
    }
}
