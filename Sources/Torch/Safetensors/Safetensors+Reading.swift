internal import Files

extension Safetensors {
    /// Reads the file at `path`, refusing what breaks the format's rules. With a `checksum`, the file must end in the
    /// right one, which is not among the tensors then.
    ///
    /// Throws ``SafetensorsError`` for what is wrong with the file, `FileError` where the system refuses.
    public static func read(_ path: String, checksum: (any SafetensorsChecksum.Type)? = nil) throws -> SafetensorsFile {
        do {
            return try read(RegularFile(path), checksum: checksum)
        } catch let problem as SafetensorsProblem {
            throw SafetensorsError(path: path, message: problem.message)
        }
    }

    private static func read(
        _ file: borrowing RegularFile, checksum: (any SafetensorsChecksum.Type)?
    ) throws -> SafetensorsFile {
        var digest = checksum?.init()
        var header = try readHeader(file, digest: &digest)
        let dataStart = file.byteCount - header.dataByteCount
        if let checksum {
            guard let last = header.entries.popLast(), last.name == checksum.tensorName, last.dtype == .uint8,
                last.shape == [checksum.byteCount]
            else { throw SafetensorsProblem("the file does not end in a checksum \"\(checksum.tensorName)\"") }
        }
        let tensors = try header.entries.map { entry in
            let tensor = try Tensor.zeros(entry.shape, dtype: entry.dtype)
            try tensor.withUnsafeMutableBytes { bytes in
                try file.read(into: bytes, at: dataStart + entry.bytes.lowerBound)
                digest?.update(UnsafeRawBufferPointer(bytes))
                if entry.dtype == .bool, let other = bytes.first(where: { $0 > 1 }) {
                    throw SafetensorsProblem("the tensor \"\(entry.name)\" of type BOOL has a byte \(other)")
                }
            }
            return NamedTensor(name: entry.name, tensor: tensor)
        }
        if let digest, try file.read(count: digest.bytes.count, at: file.byteCount - digest.bytes.count) != digest.bytes
        {
            throw SafetensorsProblem("the checksum does not match: the file is damaged")
        }
        return SafetensorsFile(tensors: tensors, metadata: header.metadata)
    }

    private static func readHeader(
        _ file: borrowing RegularFile, digest: inout (any SafetensorsChecksum)?
    ) throws -> SafetensorsHeader {
        guard file.byteCount >= 8 else {
            throw SafetensorsProblem("the file has \(file.byteCount) bytes, too few for a safetensors file")
        }
        let lengthBytes = try file.read(count: 8, at: 0)
        let length = lengthBytes.reversed().reduce(UInt64(0)) { $0 << 8 | UInt64($1) }
        guard length <= UInt64(maximumHeaderByteCount) else {
            throw SafetensorsProblem(
                "the header's length is given as \(length) bytes, more than the \(maximumHeaderByteCount) allowed")
        }
        guard length <= UInt64(file.byteCount - 8) else {
            throw SafetensorsProblem(
                "the header's length is given as \(length) bytes, but the file has only \(file.byteCount)")
        }
        let json = try file.read(count: Int(length), at: 8)
        lengthBytes.withUnsafeBytes { digest?.update($0) }
        json.withUnsafeBytes { digest?.update($0) }
        var header = try SafetensorsHeader(json: json)
        try header.settle(dataByteCount: file.byteCount - 8 - Int(length))
        return header
    }
}
