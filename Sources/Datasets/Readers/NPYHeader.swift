/// The header of a `.npy` file, versions 1.0, 2.0 and 3.0, as far as drawings need it
/// (https://numpy.org/doc/stable/reference/generated/numpy.lib.format.html).
struct NPYHeader {
    let element: NPYElement
    /// As stored, N first.
    let shape: [Int]
    /// Whether the first index varies fastest, N's.
    let isFortranOrder: Bool
    /// Where the drawings begin, in bytes.
    let dataOffset: Int

    /// Longer headers describe records of many fields, never drawings.
    private static let maximumLength = 1 << 20

    /// What is unpacked of a file to find the header in it.
    static let maximumPackedCount = 1 << 16

    init(of file: some ByteSource) throws(DatasetError) {
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
        shape = fields.shape
        isFortranOrder = fields.fortranOrder
    }

    private static func element(of fields: NPYFields, path: String) throws(DatasetError) -> NPYElement {
        let type = fields.elementType
        if let element = NPYElement(descriptor: type) { return element }
        let found =
            if type.hasPrefix("|O") {
                "holds pickled Python objects (dtype '\(type)')"
            } else if type.hasPrefix("[") {
                "holds records of several fields"
            } else {
                "holds values of dtype '\(type)'"
            }
        throw DatasetError(
            .malformed, path: path,
            "\(found), expected booleans, integers or floats; save an array of uint8 with 0 for paper and 255 for ink")
    }
}
