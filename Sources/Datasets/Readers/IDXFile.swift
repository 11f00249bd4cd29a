/// An IDX file of unsigned bytes, the format of MNIST, plain or in `.gz`.
///
/// The plain file stays on disk; what is compressed is unpacked into memory, as many bytes as its header declares.
struct IDXFile: Sendable {
    /// As stored, N first.
    let dimensions: [Int]
    let path: String
    private let storage: Storage

    private enum Storage {
        case file(InputFile, offset: Int)
        case memory([UInt8])
    }

    /// Opens a file of 1 dimension (labels) or of 3 (images). Throws ``DatasetError``.
    init(path: String, rank: Int) throws(DatasetError) {
        let file = try InputFile(path: path)
        let compressed = FileFormat(prefix: try file.prefix(FileFormat.prefixCount)) == .gzip
        let headerCount = 4 + 4 * rank
        self.path = path
        if compressed {
            let gzip = try GzipFile(file)
            dimensions = try Self.dimensions(of: try gzip.read(headerCount), rank: rank, path: path)
            let count = try Self.count(dimensions, path: path)
            try MemoryBytes.checkUnpacking(count, from: file.size, path: path)
            // One byte more tells a file that is longer than it declares, and has the checksum read.
            var bytes = try gzip.read(count + 1)
            try Self.check(bytes.count, of: count, isExact: bytes.count <= count, path: path)
            bytes.removeLast(bytes.count - count)
            storage = .memory(bytes)
        } else {
            dimensions = try Self.dimensions(of: try file.prefix(headerCount), rank: rank, path: path)
            let count = try Self.count(dimensions, path: path)
            try Self.check(file.size - headerCount, of: count, isExact: true, path: path)
            storage = .file(file, offset: headerCount)
        }
    }

    /// Calls `body` with `count` bytes from `offset` on, counted after the header.
    func withBytes<Result>(
        at offset: Int, count: Int, _ body: (UnsafeBufferPointer<UInt8>) throws -> Result
    ) throws -> Result {
        switch storage {
        case .memory(let bytes):
            return try bytes.withUnsafeBufferPointer { all in
                try body(UnsafeBufferPointer(rebasing: all[offset..<offset + count]))
            }
        case .file(let file, let start):
            return try withUnsafeTemporaryAllocation(of: UInt8.self, capacity: count) { buffer in
                try file.read(into: UnsafeMutableRawBufferPointer(buffer), at: start + offset)
                return try body(UnsafeBufferPointer(buffer))
            }
        }
    }

    private static func dimensions(of header: [UInt8], rank: Int, path: String) throws(DatasetError) -> [Int] {
        let format = FileFormat(prefix: header)
        guard format == .idx || header.isEmpty else {
            let found =
                switch format {
                case .other(let description): description
                case .npy: "a .npy file"
                default: "no IDX file"
                }
            throw DatasetError(
                .malformed, path: path, "is \(found), expected an IDX file; unpack or download it again")
        }
        guard header.count >= 4 else {
            throw DatasetError(.malformed, path: path, "ends inside its header; download it again")
        }
        guard header[2] == 0x08 else {
            throw DatasetError(
                .malformed, path: path,
                "is an IDX file of element type \(header[2]), expected 8 (unsigned bytes); save it as unsigned bytes")
        }
        guard header[3] == rank else {
            let expected = rank == 1 ? "1 (labels)" : "3 (images of grey pixels)"
            throw DatasetError(
                .malformed, path: path,
                "is an IDX file of \(header[3]) dimensions, expected \(expected); name the file of "
                    + (rank == 1 ? "labels" : "images"))
        }
        guard header.count == 4 + 4 * rank else {
            throw DatasetError(.malformed, path: path, "ends inside its header; download it again")
        }
        return (0..<rank).map { index in
            header[4 + 4 * index..<8 + 4 * index].reduce(0) { $0 << 8 | Int($1) }
        }
    }

    private static func count(_ dimensions: [Int], path: String) throws(DatasetError) -> Int {
        guard dimensions[0] > 0 else {
            throw DatasetError(
                .malformed, path: path, "holds no drawings, expected at least one; download it again or leave it out")
        }
        if dimensions.count == 3 {
            let sides = 1...ImageShape.maximumSide
            guard sides.contains(dimensions[1]), sides.contains(dimensions[2]) else {
                throw DatasetError(
                    .malformed, path: path,
                    "declares images of \(dimensions[1])×\(dimensions[2]) pixels, expected sides from 1 to"
                        + " \(ImageShape.maximumSide); download it again")
            }
        }
        // N fits 32 bits and the sides 12 each, so that this does not overflow.
        return dimensions.reduce(1, *)
    }

    private static func check(_ found: Int, of declared: Int, isExact: Bool, path: String) throws(DatasetError) {
        guard found != declared else { return }
        let what = found < declared ? "is cut short" : "is longer than it declares"
        let counted = isExact ? "\(max(found, 0))" : "more"
        throw DatasetError(
            .malformed, path: path, "\(what): \(counted) bytes of data, expected \(declared); download it again")
    }
}
