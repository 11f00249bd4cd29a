/// A protocol buffer's message by its wire format alone, to look at what was written without the code that wrote it.
struct WireMessage {
    enum Field {
        case number(UInt64)
        case bytes([UInt8])
    }
    private var fields: [Int: [Field]] = [:]

    struct Malformed: Error {}

    init(_ bytes: [UInt8]) throws {
        var rest = bytes[...]
        func varint() throws -> UInt64 {
            var (value, shift): (UInt64, UInt64) = (0, 0)
            while let byte = rest.popFirst() {
                value |= UInt64(byte & 0x7F) << shift
                if byte < 0x80 { return value }
                shift += 7
            }
            throw Malformed()
        }
        func take(_ count: Int) throws -> [UInt8] {
            guard count <= rest.count else { throw Malformed() }
            defer { rest = rest.dropFirst(count) }
            return Array(rest.prefix(count))
        }
        while !rest.isEmpty {
            let key = try varint()
            let field: Field =
                switch key & 7 {
                case 0: .number(try varint())
                case 1: .bytes(try take(8))
                case 2: .bytes(try take(Int(varint())))
                case 5: .bytes(try take(4))
                default: throw Malformed()
                }
            fields[Int(key >> 3), default: []].append(field)
        }
    }

    func numbers(_ field: Int) -> [Int] {
        (fields[field] ?? []).compactMap { if case .number(let number) = $0 { Int(number) } else { nil } }
    }

    func bytes(_ field: Int) -> [[UInt8]] {
        (fields[field] ?? []).compactMap { if case .bytes(let bytes) = $0 { bytes } else { nil } }
    }

    func texts(_ field: Int) -> [String] { bytes(field).map { String(decoding: $0, as: UTF8.self) } }

    func messages(_ field: Int) throws -> [WireMessage] { try bytes(field).map { try WireMessage($0) } }

    /// Whole numbers that were packed into one field.
    func packed(_ field: Int) -> [Int] {
        bytes(field).flatMap { bytes in
            var (values, value, shift): ([Int], Int, Int) = ([], 0, 0)
            for byte in bytes {
                value |= Int(byte & 0x7F) << shift
                shift += 7
                if byte < 0x80 {
                    values.append(value)
                    (value, shift) = (0, 0)
                }
            }
            return values
        }
    }
}

func float(_ bytes: [UInt8]) -> Float {
    Float(bitPattern: bytes.reversed().reduce(UInt32(0)) { $0 << 8 | UInt32($1) })
}
