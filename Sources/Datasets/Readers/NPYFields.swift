/// The Python dictionary in a `.npy` header: `{'descr': '|u1', 'fortran_order': False, 'shape': (4959, 784), }`.
struct NPYFields {
    /// The `descr`; a list of fields is given as its text.
    private(set) var elementType = ""
    private(set) var fortranOrder = false
    private(set) var shape: [Int] = []

    private let path: String
    private let text: [UInt8]
    private var position = 0

    init(_ text: [UInt8], path: String) throws(DatasetError) {
        self.text = text
        self.path = path
        try parse()
    }

    private mutating func parse() throws(DatasetError) {
        var found: Set<String> = []
        try expect("{")
        while !skip("}") {
            let key = try string()
            try expect(":")
            switch key {
            case "descr": elementType = try descriptor()
            case "fortran_order": fortranOrder = try boolean()
            case "shape": shape = try tuple()
            default: throw unreadable()
            }
            guard found.insert(key).inserted else { throw unreadable() }
            if !skip(",") {
                try expect("}")
                break
            }
        }
        skipSpace()
        guard found.count == 3, position == text.count else { throw unreadable() }
    }

    private mutating func descriptor() throws(DatasetError) -> String {
        skipSpace()
        guard peek == UInt8(ascii: "[") else { return try string() }
        let start = position
        var depth = 0
        while let byte = peek {
            position += 1
            if byte == UInt8(ascii: "[") { depth += 1 }
            if byte == UInt8(ascii: "]") { depth -= 1 }
            if depth == 0 { return String(decoding: text[start..<position], as: UTF8.self) }
        }
        throw unreadable()
    }

    private mutating func boolean() throws(DatasetError) -> Bool {
        if skip("True") { return true }
        try expect("False")
        return false
    }

    private mutating func tuple() throws(DatasetError) -> [Int] {
        try expect("(")
        var values: [Int] = []
        while !skip(")") {
            values.append(try integer())
            if !skip(",") {
                try expect(")")
                break
            }
        }
        return values
    }

    private mutating func integer() throws(DatasetError) -> Int {
        skipSpace()
        let start = position
        if peek == UInt8(ascii: "-") { position += 1 }
        while let byte = peek, (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) { position += 1 }
        let digits = String(decoding: text[start..<position], as: UTF8.self)
        // Python 2 wrote long integers with a trailing L.
        _ = skip("L")
        guard digits.contains(where: \.isNumber) else { throw unreadable() }
        guard let value = Int(digits) else {
            throw DatasetError(
                .malformed, path: path,
                "declares the impossible size \(digits.prefix(40)); save it anew by numpy.save")
        }
        return value
    }

    private mutating func string() throws(DatasetError) -> String {
        skipSpace()
        guard let quote = peek, quote == UInt8(ascii: "'") || quote == UInt8(ascii: "\"") else { throw unreadable() }
        let start = position + 1
        guard let end = text[start...].firstIndex(of: quote), end - start <= 80 else { throw unreadable() }
        position = end + 1
        let characters = text[start..<end].filter { (0x20..<0x7f).contains($0) }
        return String(decoding: characters, as: UTF8.self)
    }

    private var peek: UInt8? { position < text.count ? text[position] : nil }

    private mutating func skipSpace() {
        while let byte = peek, byte == 0x20 || (0x09...0x0d).contains(byte) { position += 1 }
    }

    private mutating func skip(_ token: String) -> Bool {
        skipSpace()
        guard text[position...].starts(with: token.utf8) else { return false }
        position += token.utf8.count
        return true
    }

    private mutating func expect(_ token: String) throws(DatasetError) {
        guard skip(token) else { throw unreadable() }
    }

    private func unreadable() -> DatasetError {
        DatasetError(
            .malformed, path: path,
            "has a header that cannot be understood, expected a dictionary of descr, fortran_order and shape;"
                + " save it anew by numpy.save")
    }
}
