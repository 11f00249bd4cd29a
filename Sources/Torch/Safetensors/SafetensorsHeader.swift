/// The header of a safetensors file, checked against the format's rules.
struct SafetensorsHeader {
    struct Entry {
        let name: String
        let dtype: DType
        let shape: [Int]
        /// Its bytes' place, counted from the end of the header.
        let bytes: Range<Int>
    }

    /// In the order of their bytes.
    var entries: [Entry] = []
    var metadata: [String: String] = [:]

    /// The bytes of all tensors together.
    var dataByteCount: Int { entries.last?.bytes.upperBound ?? 0 }

    /// Places a tensor after the others.
    mutating func append(name: String, dtype: DType, shape: [Int]) {
        let start = dataByteCount
        let length = shape.reduce(dtype.byteCount, *)
        entries.append(Entry(name: name, dtype: dtype, shape: shape, bytes: start..<start + length))
    }

    /// The file's first bytes: the length and the header, padded with spaces so that the tensors begin at a multiple
    /// of 8.
    func encoded() -> [UInt8] {
        var items: [String] = []
        if !metadata.isEmpty {
            let pairs = metadata.sorted { $0.key < $1.key }.map { "\(quoted($0.key)):\(quoted($0.value))" }
            items.append("\(quoted(Safetensors.metadataKey)):{\(pairs.joined(separator: ","))}")
        }
        for entry in entries {
            let shape = entry.shape.map(String.init).joined(separator: ",")
            items.append(
                "\(quoted(entry.name)):{\"dtype\":\"\(entry.dtype.safetensorsName)\",\"shape\":[\(shape)],"
                    + "\"data_offsets\":[\(entry.bytes.lowerBound),\(entry.bytes.upperBound)]}")
        }
        var json = Array("{\(items.joined(separator: ","))}".utf8)
        json += [UInt8](repeating: UInt8(ascii: " "), count: (8 - json.count % 8) % 8)
        return withUnsafeBytes(of: UInt64(json.count).littleEndian, Array.init) + json
    }

    /// Throws a ``SafetensorsProblem`` unless the entries, sorted here, cover `dataByteCount` bytes without gap or
    /// overlap.
    mutating func settle(dataByteCount: Int) throws(SafetensorsProblem) {
        entries.sort { ($0.bytes.lowerBound, $0.bytes.upperBound) < ($1.bytes.lowerBound, $1.bytes.upperBound) }
        var end = 0
        for entry in entries {
            guard entry.bytes.lowerBound == end else {
                throw SafetensorsProblem(
                    "the tensor \"\(entry.name)\" begins at byte \(entry.bytes.lowerBound) of the data, expected \(end): "
                        + (entry.bytes.lowerBound < end ? "tensors overlap" : "there is a hole"))
            }
            end = entry.bytes.upperBound
        }
        guard end == dataByteCount else {
            throw SafetensorsProblem("the tensors take \(end) bytes, but the file has \(dataByteCount) for them")
        }
    }
}

/// What is wrong with a file, before its path is put to it.
struct SafetensorsProblem: Error {
    let message: String

    init(_ message: String) { self.message = message }
}

extension DType {
    var safetensorsName: String {
        switch self {
        case .float32: "F32"
        case .float64: "F64"
        case .bfloat16: "BF16"
        case .int64: "I64"
        case .uint8: "U8"
        case .bool: "BOOL"
        }
    }
}

private func quoted(_ text: String) -> String {
    var result = "\""
    for scalar in text.unicodeScalars {
        switch scalar {
        case "\"": result += "\\\""
        case "\\": result += "\\\\"
        case "\u{0}"..<" ":
            let digits = String(scalar.value, radix: 16)
            result += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
        default: result.unicodeScalars.append(scalar)
        }
    }
    return result + "\""
}
