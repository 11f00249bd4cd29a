/// The drawings of a data set that are nearest to a given one, by the mean of the squared differences of their pixels.
///
/// The data set is read a part at a time, so that a caller can stop or wait in between.
public struct NearestDrawings: Sendable {
    /// A drawing of the data set, and how far it is.
    public struct Neighbour: Sendable, Equatable {
        /// Its index in the data set.
        public let index: Int
        /// The root of the mean of the squared differences, in units of −1 to 1.
        public let distance: Double
    }

    /// The nearest so far, the nearest first.
    public private(set) var neighbours: [Neighbour] = []

    private let image: [Float]
    private let count: Int

    /// A search for the `count` nearest to `image`, [C, H, W] from −1 (paper) to 1 (ink).
    public init(to image: [Float], count: Int) {
        precondition(count > 0 && !image.isEmpty, "a search for at least one drawing")
        self.image = image
        self.count = count
    }

    /// Compares drawings `indices` of `dataset`, whose drawings are of the image's size. Throws ``DatasetError``.
    public mutating func compare(_ indices: Range<Int>, of dataset: Dataset) throws {
        precondition(image.count == dataset.valuesPerImage, "an image of the data set's size")
        try withUnsafeTemporaryAllocation(of: Float.self, capacity: image.count) { pixels in
            for index in indices {
                try dataset.readImages(at: [index], into: pixels)
                insert(index, squaredDistance(to: pixels))
            }
        }
    }

    private mutating func insert(_ index: Int, _ squaredDistance: Float) {
        let distance = (Double(squaredDistance) / Double(image.count)).squareRoot()
        guard neighbours.count < count || distance < neighbours[count - 1].distance else { return }
        let place = neighbours.firstIndex { $0.distance > distance } ?? neighbours.count
        neighbours.insert(Neighbour(index: index, distance: distance), at: place)
        if neighbours.count > count { neighbours.removeLast() }
    }

    private func squaredDistance(to pixels: UnsafeMutableBufferPointer<Float>) -> Float {
        image.withUnsafeBufferPointer { image in
            // Sixteen sums side by side: the order of one sum of floats may not be changed to use vectors.
            var sums = SIMD16<Float>()
            let whole = image.count / 16 * 16
            for start in stride(from: 0, to: whole, by: 16) {
                var difference = SIMD16<Float>()
                for lane in 0..<16 { difference[lane] = image[start + lane] - pixels[start + lane] }
                sums.addProduct(difference, difference)
            }
            var sum = sums.sum()
            for place in whole..<image.count {
                sum += (image[place] - pixels[place]) * (image[place] - pixels[place])
            }
            return sum
        }
    }
}
