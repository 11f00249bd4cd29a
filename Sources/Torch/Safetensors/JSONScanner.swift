/// Reads the JSON that a safetensors header is made of: objects, strings and lists of whole numbers. Unlike
/// Foundation's parser it shows every key, so that repeated ones are seen.
struct JSONScanner {
    private let bytes: [UInt8]
    private var position = 0

    init(_ bytes: [UInt8]) { self.bytes = bytes }

    /// What was not read yet.
    var rest: ArraySlice<UInt8> { bytes[position...] }

    /// Reads an object, calling `value` to read the value of each key.
    mutating func object(
        _ value: (inout JSONScanner, String) throws(SafetensorsProblem) -> Void
    ) throws(SafetensorsProblem) {
        try expect("{")
        if skip("}") { return }
        repeat {
            let key = try string()
            try expect(":")
            try value(&self, key)
        } while skip(",")
        try expect("}")
    }

    /// Reads a list of whole numbers, 0 or more.
    mutating func integers() throws(SafetensorsProblem) -> [Int] {
        try expect("[")
        if skip("]") { return [] }
        var numbers: [Int] = []
        repeat { numbers.append(try integer()) } while skip(",")
        try expect("]")
        return numbers
    }

    mutating func string() throws(SafetensorsProblem) -> String {
        try expect("\"")
        var text: [UInt8] = []
        while let byte = next() {
            switch byte {
            case UInt8(ascii: "\""):
                guard let string = String(validating: text, as: UTF8.self) else { throw problem("text in UTF-8") }
                return string
            case UInt8(ascii: "\\"): text += try escape()
            case ..<0x20: throw problem("no control character in a string")
            default: text.append(byte)
            }
        }
        throw problem("the end of a string")
    }

    private mutating func integer() throws(SafetensorsProblem) -> Int {
        skipSpace()
        let digits = rest.prefix { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }
        guard let number = Int(String(decoding: digits, as: UTF8.self)),
            digits.count == 1 || digits.first != UInt8(ascii: "0")
        else { throw problem("a whole number, 0 or more") }
        position += digits.count
        return number
    }

    /// What follows a backslash, as UTF-8.
    private mutating func escape() throws(SafetensorsProblem) -> [UInt8] {
        switch next() {
        case UInt8(ascii: "\""): return [UInt8(ascii: "\"")]
        case UInt8(ascii: "\\"): return [UInt8(ascii: "\\")]
        case UInt8(ascii: "/"): return [UInt8(ascii: "/")]
        case UInt8(ascii: "b"): return [0x08]
        case UInt8(ascii: "f"): return [0x0C]
        case UInt8(ascii: "n"): return [0x0A]
        case UInt8(ascii: "r"): return [0x0D]
        case UInt8(ascii: "t"): return [0x09]
        case UInt8(ascii: "u"):
            var units = [try codeUnit()]
            if UTF16.isLeadSurrogate(units[0]) {
                guard next() == UInt8(ascii: "\\"), next() == UInt8(ascii: "u") else {
                    throw problem("a surrogate pair")
                }
                units.append(try codeUnit())
            }
            guard let text = String(validating: units, as: UTF16.self) else { throw problem("a surrogate pair") }
            return Array(text.utf8)
        default: throw problem("a known escape")
        }
    }

    private mutating func codeUnit() throws(SafetensorsProblem) -> UInt16 {
        let digits = rest.prefix(4)
        guard digits.count == 4, digits.allSatisfy({ Character(UnicodeScalar($0)).isHexDigit }),
            let unit = UInt16(String(decoding: digits, as: UTF8.self), radix: 16)
        else { throw problem("four hexadecimal digits") }
        position += 4
        return unit
    }

    private mutating func expect(_ character: Unicode.Scalar) throws(SafetensorsProblem) {
        guard skip(character) else { throw problem("\(character)") }
    }

    private mutating func skip(_ character: Unicode.Scalar) -> Bool {
        skipSpace()
        guard position < bytes.count, bytes[position] == UInt8(ascii: character) else { return false }
        position += 1
        return true
    }

    private mutating func skipSpace() {
        while position < bytes.count, [0x20, 0x09, 0x0A, 0x0D].contains(bytes[position]) { position += 1 }
    }

    private mutating func next() -> UInt8? {
        guard position < bytes.count else { return nil }
        defer { position += 1 }
        return bytes[position]
    }

    private func problem(_ expected: String) -> SafetensorsProblem {
        SafetensorsProblem("the header is not a safetensors header: expected \(expected) at its byte \(position)")
    }
}
