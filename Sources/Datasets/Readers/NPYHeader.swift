/// The header of a `.npy` file, versions 1.0, 2.0 and 3.0, as far as drawings need it
/// (https://numpy.org/doc/stable/reference/generated/numpy.lib.format.html).
struct NPYHeader {
    enum Element: String {
        case uint8 = "|u1"
        case float32 = "<f4"
        case float64 = "<f8"

        var byteCount: Int {
            switch self {
            case .uint8: 1
            case .float32: 4
            case .float64: 8
            }
        }
    }

    let element: Element
    /// As stored, N first.
    let shape: [Int]
    /// Where the drawings begin, in bytes.
    let dataOffset: Int

    /// Longer headers describe records of many fields, never drawings.
    private static let maximumLength = 1 << 20

    init(of file: InputFile) throws(DatasetError) {
        let start = try file.prefix(12)
        guard FileFormat(prefix: start) == .npy, start.count >= 10 else {
            throw DatasetError(
                .malformed, path: file.path, "ends inside its header; download it again or save it anew")
        }
        guard (1...3).contains(start[6]), start[7] == 0 else {
            throw DatasetError(
                .malformed, path: file.path,
                "is of .npy version \(start[6]).\(start[7]), expected 1.0, 2.0 or 3.0; save it anew by numpy.save")
        }
        let wide = start[6] > 1
        let lengthOffset = wide ? 12 : 10
        guard start.count >= lengthOffset else {
            throw DatasetError(
                .malformed, path: file.path, "ends inside its header; download it again or save it anew")
        }
        let length = (8..<lengthOffset).reversed().reduce(0) { $0 << 8 | Int(start[$1]) }
        guard length <= file.size - lengthOffset else {
            throw DatasetError(
                .malformed, path: file.path,
                "declares a header of \(length) bytes but has \(file.size) bytes in all; download it again")
        }
        guard length <= Self.maximumLength else {
            throw DatasetError(
                .malformed, path: file.path,
                "declares a header of \(length) bytes, expected about 118; save it anew by numpy.save")
        }
        dataOffset = lengthOffset + length
        let text = try file.bytes(at: lengthOffset, count: length)
        let fields = try NPYFields(text, path: file.path)
        element = try Self.element(of: fields, path: file.path)
        guard !fields.fortranOrder else {
            throw DatasetError(
                .malformed, path: file.path,
                "is in Fortran order, expected C order; save numpy.ascontiguousarray(drawings)")
        }
        shape = fields.shape
    }

    private static func element(of fields: NPYFields, path: String) throws(DatasetError) -> Element {
        let type = fields.elementType
        if let element = Element(rawValue: type) { return element }
        let found: String
        switch type {
        case "<u1", ">u1", "=u1", "u1": return .uint8
        case "=f4": return .float32
        case "=f8": return .float64
        case ">f4", ">f8": found = "is big-endian (dtype '\(type)')"
        case _ where type.hasPrefix("|O"): found = "holds pickled Python objects (dtype '\(type)')"
        case _ where type.hasPrefix("["): found = "holds records of several fields"
        default: found = "holds values of dtype '\(type)'"
        }
        throw DatasetError(
            .malformed, path: path,
            "\(found), expected uint8, or little-endian float32 or float64;"
                + " save drawings.astype('uint8') with 0 for paper and 255 for ink")
    }
}
