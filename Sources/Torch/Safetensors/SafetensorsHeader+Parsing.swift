extension SafetensorsHeader {
    /// Parses the JSON of a header, of which every key must be unique and known.
    init(json: [UInt8]) throws(SafetensorsProblem) {
        guard json.first == UInt8(ascii: "{") else { throw SafetensorsProblem("the header does not begin with {") }
        var scanner = JSONScanner(json)
        var names: Set<String> = []
        try scanner.object { scanner, key throws(SafetensorsProblem) in
            guard names.insert(key).inserted else { throw SafetensorsProblem("the header names \"\(key)\" twice") }
            if key == Safetensors.metadataKey {
                metadata = try Self.metadata(&scanner)
            } else {
                entries.append(try Self.entry(&scanner, name: key))
            }
        }
        guard scanner.rest.allSatisfy({ $0 == UInt8(ascii: " ") }) else {
            throw SafetensorsProblem("something other than spaces follows the header's JSON")
        }
    }

    private static func metadata(_ scanner: inout JSONScanner) throws(SafetensorsProblem) -> [String: String] {
        var metadata: [String: String] = [:]
        try scanner.object { scanner, key throws(SafetensorsProblem) in
            guard metadata.updateValue(try scanner.string(), forKey: key) == nil else {
                throw SafetensorsProblem("the metadata names \"\(key)\" twice")
            }
        }
        return metadata
    }

    private static func entry(_ scanner: inout JSONScanner, name: String) throws(SafetensorsProblem) -> Entry {
        var typeName: String?
        var shape: [Int]?
        var offsets: [Int]?
        try scanner.object { scanner, key throws(SafetensorsProblem) in
            switch key {
            case "dtype" where typeName == nil: typeName = try scanner.string()
            case "shape" where shape == nil: shape = try scanner.integers()
            case "data_offsets" where offsets == nil: offsets = try scanner.integers()
            default: throw SafetensorsProblem("the tensor \"\(name)\" has an unknown or repeated key \"\(key)\"")
            }
        }
        guard let typeName, let shape, let offsets else {
            throw SafetensorsProblem("the tensor \"\(name)\" lacks one of dtype, shape and data_offsets")
        }
        guard let dtype = DType.allCases.first(where: { $0.safetensorsName == typeName }) else {
            let known = DType.allCases.map(\.safetensorsName).joined(separator: ", ")
            throw SafetensorsProblem("the tensor \"\(name)\" has the type \(typeName), expected one of \(known)")
        }
        guard offsets.count == 2, offsets[0] <= offsets[1] else {
            throw SafetensorsProblem(
                "the tensor \"\(name)\" has the data_offsets \(offsets), expected a begin and an end")
        }
        guard shape.count <= 64 else {
            throw SafetensorsProblem("the tensor \"\(name)\" has \(shape.count) dimensions, expected 64 or fewer")
        }
        var byteCount = dtype.byteCount
        for extent in shape {
            let (product, overflow) = byteCount.multipliedReportingOverflow(by: extent)
            guard !overflow else {
                throw SafetensorsProblem("the tensor \"\(name)\" has the shape \(shape), more than can be counted")
            }
            byteCount = product
        }
        guard offsets[1] - offsets[0] == byteCount else {
            throw SafetensorsProblem(
                "the tensor \"\(name)\" takes \(offsets[1] - offsets[0]) bytes, expected \(byteCount) for \(typeName) "
                    + "\(shape)")
        }
        return Entry(name: name, dtype: dtype, shape: shape, bytes: offsets[0]..<offsets[1])
    }
}
