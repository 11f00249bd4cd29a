internal import Files

extension Safetensors {
    /// Writes `tensors` and `metadata` to `path`, wholly or not at all; equal contents give equal bytes. With a
    /// `checksum`, the file ends in one.
    ///
    /// Throws ``SafetensorsError`` where two tensors have one name, `FileError` where the system refuses.
    public static func write(
        tensors: [NamedTensor], metadata: [String: String] = [:], to path: String,
        checksum: (any SafetensorsChecksum.Type)? = nil
    ) throws {
        // Wider types first, so that every element lies at a multiple of its size.
        let ordered = tensors.enumerated().sorted {
            (-$0.element.tensor.dtype.byteCount, $0.offset) < (-$1.element.tensor.dtype.byteCount, $1.offset)
        }.map(\.element)
        var header = SafetensorsHeader()
        header.metadata = metadata
        for item in ordered { header.append(name: item.name, dtype: item.tensor.dtype, shape: item.tensor.shape) }
        if let checksum { header.append(name: checksum.tensorName, dtype: .uint8, shape: [checksum.byteCount]) }
        try check(names: header.entries.map(\.name), path: path)
        let start = header.encoded()
        guard start.count - 8 <= maximumHeaderByteCount else {
            throw SafetensorsError(
                path: path, message: "the names and metadata take \(start.count) bytes, more than the format allows")
        }
        try AtomicFile.write(to: path) { file in
            var digest = checksum?.init()
            try start.withUnsafeBytes { bytes in
                digest?.update(bytes)
                try file.write(bytes)
            }
            for item in ordered {
                try item.tensor.withUnsafeBytes { bytes in
                    digest?.update(bytes)
                    try file.write(bytes)
                }
            }
            if let digest { try file.write(digest.bytes) }
        }
    }

    private static func check(names: [String], path: String) throws(SafetensorsError) {
        var seen: Set<String> = []
        for name in names where name == metadataKey || !seen.insert(name).inserted {
            throw SafetensorsError(path: path, message: "cannot write a tensor named \"\(name)\" there a second time")
        }
    }
}
