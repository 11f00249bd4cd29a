internal import Foundation

extension StrokeDrawings {
    /// The fields of a line that are used. A stroke is the x and the y of its points, and in raw files their times.
    private struct Line: Decodable {
        let recognized: Bool?
        let drawing: [[[Double]]]
    }

    /// So many bytes are read at a time; no line may be longer.
    private static let pieceCount = 1 << 24
    /// Coordinates are some thousands at most.
    private static let largestCoordinate = 1e6

    /// Reads Quick, Draw!'s `.ndjson` files, simplified or raw: a JSON object a line
    /// (https://github.com/googlecreativelab/quickdraw-dataset). Throws ``DatasetError`` for a line that is none.
    init(lines file: InputFile, recognizedOnly: Bool) throws(DatasetError) {
        self.init()
        var offset = 0
        var lineNumber = 0
        while offset < file.size {
            let piece = try file.bytes(at: offset, count: min(Self.pieceCount, file.size - offset))
            let isLast = offset + piece.count == file.size
            guard let end = isLast ? piece.endIndex : piece.lastIndex(of: UInt8(ascii: "\n")) else {
                throw Self.malformed(file, line: lineNumber + 1, "is longer than \(Self.pieceCount) bytes")
            }
            let lines = piece[..<end].split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
            let drawings = concurrentMap(lines) { Self.drawing(inLine: $0, recognizedOnly: recognizedOnly) }
            for (index, drawing) in drawings.enumerated() {
                switch drawing {
                case .success(let strokes?): append(strokes)
                case .success(nil): break
                case .failure(let problem): throw Self.malformed(file, line: lineNumber + index + 1, problem.text)
                }
            }
            lineNumber += lines.count
            offset += isLast ? piece.count : end + 1
        }
        guard count > 0 else {
            throw DatasetError(
                .malformed, path: file.path,
                "holds no \(recognizedOnly ? "recognised " : "")drawings, expected at least one; download it again")
        }
    }

    private struct Problem: Error {
        let text: String
    }

    /// Nil for an empty line, and for a drawing that is not wanted.
    private static func drawing(
        inLine line: ArraySlice<UInt8>, recognizedOnly: Bool
    ) -> Result<[(x: [Float], y: [Float])]?, Problem> {
        guard line.contains(where: { $0 != 0x20 && $0 != 0x0d }) else { return .success(nil) }
        guard let decoded = try? JSONDecoder().decode(Line.self, from: Data(line)) else {
            return .failure(Problem(text: "is no JSON object with a drawing"))
        }
        guard !recognizedOnly || decoded.recognized == true else { return .success(nil) }
        for stroke in decoded.drawing {
            guard stroke.count >= 2, stroke[0].count == stroke[1].count else {
                return .failure(Problem(text: "has a stroke without an x and a y for each point"))
            }
            guard stroke[0].allSatisfy(isCoordinate), stroke[1].allSatisfy(isCoordinate) else {
                return .failure(Problem(text: "has a point that lies too far away"))
            }
        }
        return .success(decoded.drawing.map { ($0[0].map { Float($0) }, $0[1].map { Float($0) }) })
    }

    private static func isCoordinate(_ value: Double) -> Bool { abs(value) <= largestCoordinate }

    private static func malformed(_ file: InputFile, line: Int, _ problem: String) -> DatasetError {
        DatasetError(
            .malformed, path: file.path,
            "line \(line) \(problem), expected Quick, Draw!'s .ndjson; download it again or remove the line")
    }
}
