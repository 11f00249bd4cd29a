extension StrokeDrawings {
    /// The bytes of a drawing before its strokes: a key of 8, a country of 2 letters, whether it was recognised, a time of
    /// 4, and the number of strokes, of 2.
    private static let headerCount = 17

    /// Reads Quick, Draw!'s `.bin` files: records in little-endian order, each with its strokes as one byte a coordinate
    /// (https://github.com/googlecreativelab/quickdraw-dataset#binary-files). Throws ``DatasetError``, of kind
    /// `.notDrawings` where already the first is none.
    init(binary file: InputFile, recognizedOnly: Bool) throws(DatasetError) {
        self.init()
        guard file.size <= MemoryBytes.maximumCount else {
            throw DatasetError(
                .malformed, path: file.path, "has \(file.size) bytes, more than are read into memory; split it")
        }
        let bytes = try file.bytes(at: 0, count: file.size)
        var place = 0
        var number = 0
        while place < bytes.count {
            guard let (strokes, isRecognized) = Self.drawing(in: bytes, at: &place) else {
                throw DatasetError(
                    number == 0 ? .notDrawings : .malformed, path: file.path,
                    "is damaged or cut short in drawing \(number), expected Quick, Draw!'s .bin; download it again")
            }
            number += 1
            if isRecognized || !recognizedOnly { append(strokes) }
        }
        guard count > 0 else {
            throw DatasetError(
                .malformed, path: file.path,
                "holds no \(recognizedOnly ? "recognised " : "")drawings, expected at least one; download it again")
        }
    }

    /// The drawing at `place`, which is moved behind it; nil where there is none.
    private static func drawing(
        in bytes: [UInt8], at place: inout Int
    ) -> (strokes: [(x: [Float], y: [Float])], isRecognized: Bool)? {
        guard bytes.count - place >= headerCount else { return nil }
        let isRecognized = bytes[place + 10]
        let letters = bytes[place + 8...place + 9]
        guard isRecognized <= 1, letters.allSatisfy({ (0x20..<0x7f).contains($0) }) else { return nil }
        let strokeCount = Int(bytes[place + 15]) | Int(bytes[place + 16]) << 8
        place += headerCount
        var strokes: [(x: [Float], y: [Float])] = []
        for _ in 0..<strokeCount {
            guard bytes.count - place >= 2 else { return nil }
            let count = Int(bytes[place]) | Int(bytes[place + 1]) << 8
            place += 2
            guard bytes.count - place >= 2 * count else { return nil }
            strokes.append(
                (bytes[place..<place + count].map(Float.init), bytes[place + count..<place + 2 * count].map(Float.init))
            )
            place += 2 * count
        }
        return (strokes, isRecognized == 1)
    }
}
