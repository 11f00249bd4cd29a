internal import CZlib

/// What tells a data set's drawings from all others: how many each category has, and a checksum of them in their order.
///
/// It follows from what the sources hold, whatever their files are called and wherever they lie. Pixels count as they are
/// before they are resized, strokes as points.
public struct DatasetChecksum: Codable, Sendable, Equatable {
    /// In the order of their labels.
    public let categories: [Category]

    /// The drawings of one category.
    public struct Category: Codable, Sendable, Equatable {
        /// As the data set calls it.
        public let name: String
        /// Drawings that are trained on.
        public let training: Int
        /// Drawings that are held out.
        public let heldOut: Int
        /// 16 hexadecimal digits, of the drawings that are trained on and then of those that are held out: the CRC-32 of
        /// each, chained in their order; of more than 200,000, of so many evenly spaced ones at most.
        public let checksum: String

        /// Whether both have the same drawings, whatever they are called.
        func hasDrawings(of other: Category) -> Bool {
            (training, heldOut, checksum) == (other.training, other.heldOut, other.checksum)
        }
    }

    private static let chunkCount = 256
    /// Reading more would hold up the start of a run: these take about a second from a fast disk.
    private static let limit = 200_000

    /// Reads the drawings of `dataset` and those that it holds out, on all cores. Throws ``DatasetError``.
    public init(of dataset: Dataset) throws {
        let heldOut = dataset.heldOut
        categories = try dataset.categories.enumerated().map { index, category in
            var checksum: UInt64 = 0
            for part in [dataset, heldOut].compactMap({ $0 }) { try Self.chain(part, category: index, onto: &checksum) }
            let digits = String(checksum, radix: 16)
            return Category(
                name: category.name, training: category.count, heldOut: heldOut?.categories[index].count ?? 0,
                checksum: String(repeating: "0", count: 16 - digits.count) + digits)
        }
    }

    private static func chain(_ dataset: Dataset, category: Int, onto checksum: inout UInt64) throws {
        let drawings = dataset.indices(ofCategory: category)
        let interval = max(drawings.count - 1, 0) / limit + 1
        let width = chunkCount * interval
        let chunks = stride(from: drawings.lowerBound, to: drawings.upperBound, by: width).map { start in
            stride(from: start, to: min(start + width, drawings.upperBound), by: interval)
        }
        let found = concurrentMap(chunks) { chunk in Result { try chunk.map(dataset.checksum) } }
        for drawing in try found.lazy.flatMap({ try $0.get() }) {
            checksum = Mixing.scramble(Mixing.stream(checksum, UInt64(drawing)))
        }
    }

    /// Whether both have the same drawings in the same order, whatever their categories are called.
    public func hasDrawings(of other: DatasetChecksum) -> Bool {
        categories.elementsEqual(other.categories) { $0.hasDrawings(of: $1) }
    }

    /// How these drawings differ from `earlier` ones, completing "its sources now hold …"; nil where they do not.
    public func difference(from earlier: DatasetChecksum) -> String? {
        guard !hasDrawings(of: earlier) else { return nil }
        guard categories.map(\.training) == earlier.categories.map(\.training) else { return description }
        let others = zip(categories, earlier.categories).filter { !$0.hasDrawings(of: $1) }.map(\.0.name)
        let isReordered = categories.allSatisfy { category in
            earlier.categories.contains { $0.hasDrawings(of: category) }
        }
        return isReordered
            ? "them in another order, \(categories.map(\.name).joined(separator: ", "))"
            : "other drawings of \(others.joined(separator: ", "))"
    }
}

extension DatasetChecksum: CustomStringConvertible {
    /// Such as `40 drawings of cat and 1 of dog`.
    public var description: String {
        let shown = categories.prefix(12).enumerated().map { index, category in
            let count = category.training + category.heldOut
            return "\(index > 0 ? "\(count)" : counted(count, "drawing")) of \(category.name)"
        }
        return shown.joined(separator: ", ") + (categories.count > 12 ? " and \(categories.count - 12) more" : "")
    }
}

extension UnsafeRawBufferPointer {
    /// Their CRC-32.
    var checksum: UInt32 { UInt32(crc32_z(0, bindMemory(to: UInt8.self).baseAddress, count)) }
}
