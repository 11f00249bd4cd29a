/// One category of a data set: its drawings, which of them are taken, and how they come to size.
struct DatasetPart: Sendable {
    let name: String
    let path: String
    let source: any ImageSource
    let resize: AreaResize?
    private(set) var count: Int
    private let order: Permutation?
    /// Of the drawings in `order`, those that are left of a division: the places in `division` from `start` on.
    private var division: Permutation?
    private var start = 0

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

    /// The drawings that come first in a shuffle by `seed`, `first` of them, and the others.
    func divided(first: Int, seed: UInt64) -> (first: DatasetPart, others: DatasetPart) {
        precondition(division == nil, "a part is divided once")
        var parts = (self, self)
        parts.0.division = Permutation(count: count, seed: seed)
        parts.1.division = parts.0.division
        parts.0.count = first
        parts.1.start = first
        parts.1.count = count - first
        return parts
    }

    func checksum(at index: Int) throws -> UInt32 { try source.checksum(at: row(of: index)) }

    private func row(of index: Int) -> Int {
        let place = division.map { $0[start + index] } ?? index
        return order?[place] ?? place
    }

    func readImage(at index: Int, into pixels: UnsafeMutableBufferPointer<Float>) throws {
        let row = row(of: index)
        guard let resize else { return try source.readImage(at: row, into: pixels) }
        try withUnsafeTemporaryAllocation(of: Float.self, capacity: source.valuesPerImage) { native in
            try source.readImage(at: row, into: native)
            resize.apply(to: UnsafeBufferPointer(native), channels: source.channels, into: pixels)
        }
    }
}
