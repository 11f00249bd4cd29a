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

    /// The `.npy` file in `file`, in memory; of one that is longer than its header declares, one byte too many.
    static func npy(in file: InputFile) throws(DatasetError) -> MemoryBytes {
        let start = MemoryBytes(path: file.path, bytes: try GzipFile(file).read(NPYHeader.maximumPackedCount))
        let count = try NPYHeader(of: start).fileSize ?? .max
        try MemoryBytes.checkUnpacking(count, from: file.size, path: file.path)
        return MemoryBytes(path: file.path, bytes: try GzipFile(file).read(count + 1))
    }

    private func damaged() -> DatasetError {
        var code: Int32 = 0
        gzerror(stream, &code)
        let found = code == Z_BUF_ERROR ? "is cut short" : "is damaged"
        return DatasetError(.malformed, path: file.path, "\(found) and cannot be inflated; download it again")
    }
}
