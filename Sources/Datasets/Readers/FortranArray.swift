/// Arrays whose first index varies fastest, as MATLAB and Fortran keep them.
enum FortranArray {
    /// The numbers of `source` in C order, in memory.
    static func inCOrder(_ source: some ByteSource, header: NPYHeader) throws(DatasetError) -> MemoryBytes {
        let count = header.shape[0]
        let inner = Array(header.shape.dropFirst())
        let valueCount = inner.reduce(1, *)
        let size = header.element.byteCount
        guard count * valueCount * size <= MemoryBytes.maximumCount else {
            throw DatasetError(
                .malformed, path: source.path,
                "is in Fortran order and too large to be put in order in memory; save numpy.ascontiguousarray(drawings)"
            )
        }
        var bytes = [UInt8](repeating: 0, count: count * valueCount * size)
        // A column holds one number of each drawing.
        var column = [UInt8](repeating: 0, count: count * size)
        var place = [Int](repeating: 0, count: inner.count)
        for stored in 0..<valueCount {
            let target = zip(place, inner).reduce(0) { $0 * $1.1 + $1.0 }
            let result = column.withUnsafeMutableBytes { buffer in
                Result { () throws(DatasetError) in
                    try source.read(into: buffer, at: header.dataOffset + stored * count * size)
                }
            }
            try result.get()
            for index in 0..<count {
                for byte in 0..<size {
                    bytes[(index * valueCount + target) * size + byte] = column[index * size + byte]
                }
            }
            advance(&place, in: inner)
        }
        return MemoryBytes(path: source.path, bytes: bytes)
    }

    /// To the next place in Fortran order.
    private static func advance(_ place: inout [Int], in shape: [Int]) {
        for axis in shape.indices {
            place[axis] += 1
            if place[axis] < shape[axis] { return }
            place[axis] = 0
        }
    }
}
