/// The drawings in a `.npy` file of shape (N, H·W), (N, 1, H·W), (N, H, W) or (N, H, W, C), of uint8 (0 paper … 255
/// ink), or of float32 or float64 from 0 (paper) to 1 (ink) or from −1 (paper) to 1 (ink).
///
/// Rows are read by `pread(2)`, one at a time, rather than mapped: a file that shrinks while it is open gives an error
/// instead of a bus fault, and the process holds one drawing whatever the file's size.
///
/// Which of the two ranges floats have is decided once, at opening: from −1 where any of 64 drawings spread evenly
/// over the file holds a negative value, else from 0. A value outside is an error when it is met; so is NaN.
struct NPYImages: ImageSource {
    let count: Int
    let height: Int
    let width: Int
    let channels: Int

    private static let sampledRows = 64
    /// Rounding to float32 in the tool that wrote the file is no error.
    private static let tolerance = 1e-5

    private let file: InputFile
    private let element: NPYHeader.Element
    private let dataOffset: Int
    private let bytesPerImage: Int
    private var floatsBeginAt = 0.0

    init(file: InputFile) throws(DatasetError) {
        let header = try NPYHeader(of: file)
        let shape = try Self.imageShape(of: header, path: file.path)
        count = header.shape[0]
        height = shape.height
        width = shape.width
        channels = shape.channels
        self.file = file
        element = header.element
        dataOffset = header.dataOffset
        bytesPerImage = shape.valueCount * header.element.byteCount
        try checkLength()
        if element != .uint8 { floatsBeginAt = try lowestFloat() }
    }

    func readImage(at index: Int, into pixels: UnsafeMutableBufferPointer<Float>) throws {
        try withRow(index) { row throws(DatasetError) in
            switch element {
            case .uint8:
                PixelScaling.scale(
                    UnsafeBufferPointer(row.bindMemory(to: UInt8.self)), channels: channels, into: pixels)
            case .float32:
                try scale(row.bindMemory(to: Float.self), row: index, into: pixels)
            case .float64:
                try scale(row.bindMemory(to: Double.self), row: index, into: pixels)
            }
        }
    }

    private func withRow(
        _ index: Int, _ body: (UnsafeMutableRawBufferPointer) throws(DatasetError) -> Void
    ) throws(DatasetError) {
        precondition(index >= 0 && index < count, "drawing \(index) of \(count)")
        let result = withUnsafeTemporaryAllocation(byteCount: bytesPerImage, alignment: 16) { row in
            Result { () throws(DatasetError) in
                try file.read(into: row, at: dataOffset + index * bytesPerImage)
                try body(row)
            }
        }
        try result.get()
    }

    private func scale<Value: BinaryFloatingPoint>(
        _ values: UnsafeMutableBufferPointer<Value>, row: Int, into pixels: UnsafeMutableBufferPointer<Float>
    ) throws(DatasetError) {
        let plane = height * width
        let lowest = floatsBeginAt
        let factor = 2 / (1 - lowest)
        for (offset, value) in values.enumerated() {
            let value = Double(value)
            guard value >= lowest - Self.tolerance, value <= 1 + Self.tolerance else {
                throw DatasetError(
                    .malformed, path: file.path,
                    "holds the value \(value) in drawing \(row), expected \(Int(lowest)) to 1;"
                        + " scale the drawings, or save them as uint8 from 0 to 255")
            }
            let scaled = (value - lowest) * factor - 1
            pixels[offset % channels * plane + offset / channels] = Float(min(max(scaled, -1), 1))
        }
    }

    private func lowestFloat() throws(DatasetError) -> Double {
        let samples = min(count, Self.sampledRows)
        let step = samples > 1 ? (count - 1) / (samples - 1) : 0
        for sample in 0..<samples {
            let row = sample * step
            var negative = false
            try withRow(row) { row throws(DatasetError) in
                negative =
                    element == .float32
                    ? row.bindMemory(to: Float.self).contains { $0 < 0 }
                    : row.bindMemory(to: Double.self).contains { $0 < 0 }
            }
            if negative { return -1 }
        }
        return 0
    }

    private static func imageShape(of header: NPYHeader, path: String) throws(DatasetError) -> ImageShape {
        let text = description(of: header.shape)
        guard header.shape.allSatisfy({ $0 >= 0 }) else {
            throw DatasetError(
                .malformed, path: path, "declares the impossible shape \(text); save it anew by numpy.save")
        }
        guard header.shape.first != 0 else {
            throw DatasetError(
                .malformed, path: path,
                "holds no drawings (shape \(text)), expected at least one; download it again or leave it out")
        }
        if let shape = ImageShape(Array(header.shape.dropFirst())) { return shape }
        throw DatasetError(
            .malformed, path: path,
            "has the shape \(text), expected (N, 784) or another square, (N, H, W), (N, H, W, 1) or (N, H, W, 3)"
                + " with sides up to \(ImageShape.maximumSide); reshape it and save it anew")
    }

    /// As Python writes it; of more dimensions than drawings have, the first.
    private static func description(of shape: [Int]) -> String {
        let dimensions = shape.prefix(6).map(String.init) + (shape.count > 6 ? ["…"] : [])
        return "(" + dimensions.joined(separator: ", ") + (shape.count == 1 ? ",)" : ")")
    }

    private func checkLength() throws(DatasetError) {
        let (length, overflow) = count.multipliedReportingOverflow(by: bytesPerImage)
        let (end, beyond) = dataOffset.addingReportingOverflow(length)
        guard !overflow, !beyond else {
            throw DatasetError(
                .malformed, path: file.path,
                "declares \(count) drawings of \(bytesPerImage) bytes, more than any file holds; save it anew")
        }
        guard file.size >= end else {
            let whole = max(0, file.size - dataOffset) / bytesPerImage
            throw DatasetError(
                .malformed, path: file.path,
                "is cut short: it declares \(count) drawings and holds \(whole) (\(file.size) of \(end) bytes);"
                    + " download it again")
        }
        guard file.size == end else {
            throw DatasetError(
                .malformed, path: file.path,
                "is longer than it declares: \(file.size) bytes, expected \(end) for \(count) drawings;"
                    + " download it again or save it anew")
        }
    }
}
