/// The drawings in a `.npy` file of shape (N, H·W), (N, 1, H·W), (N, H, W), (N, H, W, C) or (N, C, H, W), of booleans,
/// integers or floats in one of the ranges of ``ValueRange``.
///
/// Rows are read by `pread(2)`, one at a time, rather than mapped: a file that shrinks while it is open gives an error
/// instead of a bus fault, and the process holds one drawing whatever the file's size. An array in Fortran order is put
/// in order in memory.
///
/// Bytes are 0 (paper) to 255 (ink). Of all other types every number is looked at once, at opening, to tell the range;
/// a number outside all ranges, and what is not a number, is an error then.
struct NPYImages: ImageSource {
    let count: Int
    let height: Int
    let width: Int
    let channels: Int

    private let source: any ByteSource
    private let element: NPYElement
    private let isChannelsFirst: Bool
    private let dataOffset: Int
    private let bytesPerImage: Int
    private var range = ValueRange.bytes

    init(_ source: some ByteSource) throws(DatasetError) {
        let header = try NPYHeader(of: source)
        let shape = try NPYShape.checked(header.shape, path: source.path)
        count = header.shape[0]
        height = shape.height
        width = shape.width
        channels = shape.channels
        isChannelsFirst = shape.isChannelsFirst
        element = header.element
        bytesPerImage = shape.valueCount * header.element.byteCount
        try Self.checkLength(of: source, header: header, bytesPerImage: bytesPerImage)
        if header.isFortranOrder, count > 1 || header.shape.count > 2 {
            self.source = try FortranArray.inCOrder(source, header: header)
            dataOffset = 0
        } else {
            self.source = source
            dataOffset = header.dataOffset
        }
        if element.kind == .bool {
            range = .unit
        } else if element.kind != .uint8 {
            range = try rangeOfAll()
        }
    }

    func readImage(at index: Int, into pixels: UnsafeMutableBufferPointer<Float>) throws {
        precondition(index >= 0 && index < count, "drawing \(index) of \(count)")
        let interleaved = isChannelsFirst ? 1 : channels
        guard element.kind != .uint8 else {
            return try withBytes(of: index) { row in
                PixelScaling.scale(
                    UnsafeBufferPointer(row.bindMemory(to: UInt8.self)), channels: interleaved, into: pixels)
            }
        }
        try withValues(of: index) { values throws(DatasetError) in
            let plane = values.count / interleaved
            for channel in 0..<interleaved {
                for place in 0..<plane {
                    let value = values[place * interleaved + channel]
                    guard let scaled = range.scaled(value) else { throw Self.outOfRange(value, index, source.path) }
                    pixels[channel * plane + place] = scaled
                }
            }
        }
    }

    private func withBytes(
        of index: Int, _ body: (UnsafeMutableRawBufferPointer) throws(DatasetError) -> Void
    ) throws(DatasetError) {
        let result = withUnsafeTemporaryAllocation(byteCount: bytesPerImage, alignment: 16) { row in
            Result { () throws(DatasetError) in
                try source.read(into: row, at: dataOffset + index * bytesPerImage)
                try body(row)
            }
        }
        try result.get()
    }

    private func withValues(
        of index: Int, _ body: (UnsafeMutableBufferPointer<Double>) throws(DatasetError) -> Void
    ) throws(DatasetError) {
        try withBytes(of: index) { row throws(DatasetError) in
            let result = withUnsafeTemporaryAllocation(of: Double.self, capacity: valuesPerImage) { values in
                Result { () throws(DatasetError) in
                    element.convert(UnsafeRawBufferPointer(row), into: values)
                    try body(values)
                }
            }
            try result.get()
        }
    }

    /// Looks at every number, so that training does not come upon one that it cannot use.
    private func rangeOfAll() throws(DatasetError) -> ValueRange {
        var (minimum, maximum) = (Double.infinity, -Double.infinity)
        for index in 0..<count {
            try withValues(of: index) { values throws(DatasetError) in
                var sum = 0.0
                for value in values {
                    minimum = value < minimum ? value : minimum
                    maximum = value > maximum ? value : maximum
                    sum += value * 0
                }
                // Zero times infinity is not a number either.
                guard sum == 0 else {
                    throw Self.outOfRange(values.first { !$0.isFinite } ?? .nan, index, source.path)
                }
            }
        }
        guard let range = ValueRange(minimum: minimum, maximum: maximum) else {
            throw DatasetError(
                .malformed, path: source.path,
                "holds values from \(Self.shown(minimum)) to \(Self.shown(maximum)), expected 0 to 1, -1 to 1 or 0 to 255"
                    + " from paper to ink; scale the drawings, or clip what lies outside by numpy.clip")
        }
        return range
    }

    private static func outOfRange(_ value: Double, _ index: Int, _ path: String) -> DatasetError {
        guard value.isFinite else {
            return DatasetError(
                .malformed, path: path,
                "holds the value \(value) in drawing \(index), expected numbers; replace it, such as by numpy.nan_to_num"
            )
        }
        return DatasetError(
            .malformed, path: path,
            "holds the value \(shown(value)) in drawing \(index), outside the range that it had when it was opened;"
                + " put the file back and try again")
    }

    private static func shown(_ value: Double) -> String {
        value == value.rounded() && abs(value) < 1e15 ? String(Int(value)) : String(Float(value))
    }

    private static func checkLength(
        of file: some ByteSource, header: NPYHeader, bytesPerImage: Int
    ) throws(DatasetError) {
        let count = header.shape[0]
        let (length, overflow) = count.multipliedReportingOverflow(by: bytesPerImage)
        let (end, beyond) = header.dataOffset.addingReportingOverflow(length)
        guard !overflow, !beyond else {
            throw DatasetError(
                .malformed, path: file.path,
                "declares \(counted(count, "drawing")) of \(bytesPerImage) bytes, more than any file holds; save it anew"
            )
        }
        guard file.size >= end else {
            let whole = max(0, file.size - header.dataOffset) / bytesPerImage
            throw DatasetError(
                .malformed, path: file.path,
                "is cut short: it declares \(counted(count, "drawing")) and holds \(whole) (\(file.size) of \(end) bytes);"
                    + " download it again")
        }
        guard file.size == end else {
            throw DatasetError(
                .malformed, path: file.path,
                "is longer than it declares: \(file.size) bytes, expected \(end) for \(counted(count, "drawing"));"
                    + " download it again or save it anew")
        }
    }
}
