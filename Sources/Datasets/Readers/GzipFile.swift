internal import CZlib

#if canImport(Glibc)
    import Glibc
#elseif canImport(Darwin)
    import Darwin
#endif

/// Inflates a `.gz` file from its beginning to its end, in the pieces that are asked for.
final class GzipFile {
    private let file: InputFile
    private let stream: gzFile

    init(_ file: InputFile) throws(DatasetError) {
        let descriptor = try file.duplicatedDescriptor()
        guard let stream = gzdopen(descriptor, "rb") else {
            close(descriptor)
            throw DatasetError(.io, path: file.path, "cannot be inflated: no memory for it; close other programs")
        }
        self.file = file
        self.stream = stream
    }

    deinit { gzclose_r(stream) }

    /// Inflates into `buffer` until it is full or the data ends; returns the bytes written.
    func read(into buffer: UnsafeMutableRawBufferPointer) throws(DatasetError) -> Int {
        var done = 0
        while done < buffer.count {
            let part = UInt32(min(buffer.count - done, 1 << 24))
            let got = gzread(stream, buffer.baseAddress?.advanced(by: done), part)
            if got < 0 { throw damaged() }
            if got == 0 { break }
            done += Int(got)
        }
        var code: Int32 = 0
        gzerror(stream, &code)
        guard code == Z_OK || code == Z_STREAM_END else { throw damaged() }
        return done
    }

    /// Inflates at most `count` bytes.
    func read(_ count: Int) throws(DatasetError) -> [UInt8] {
        var result: Result<Int, DatasetError> = .success(0)
        let bytes = [UInt8](unsafeUninitializedCapacity: count) { buffer, initialized in
            result = Result { () throws(DatasetError) in try read(into: UnsafeMutableRawBufferPointer(buffer)) }
            initialized = (try? result.get()) ?? 0
        }
        _ = try result.get()
        return bytes
    }

    /// Whether a `.npy` file is in `file`; false where nothing can be inflated.
    static func holdsNPY(_ file: InputFile) throws(DatasetError) -> Bool {
        let start = (try? GzipFile(file).read(FileFormat.prefixCount)) ?? []
        return FileFormat(prefix: start) == .npy
    }

    /// All that is in `file`, as far as memory is taken for it.
    static func inflated(_ file: InputFile) throws(DatasetError) -> MemoryBytes {
        let gzip = try GzipFile(file)
        var bytes: [UInt8] = []
        while true {
            let piece = try gzip.read(1 << 20)
            bytes += piece
            guard bytes.count <= MemoryBytes.maximumCount else {
                throw DatasetError(
                    .malformed, path: file.path, "is too large to be inflated into memory; unpack it by gunzip")
            }
            if piece.count < 1 << 20 { return MemoryBytes(path: file.path, bytes: bytes) }
        }
    }

    private func damaged() -> DatasetError {
        var code: Int32 = 0
        gzerror(stream, &code)
        let found = code == Z_BUF_ERROR ? "is cut short" : "is damaged"
        return DatasetError(.malformed, path: file.path, "\(found) and cannot be inflated; download it again")
    }
}
