internal import CZip

#if canImport(Glibc)
    import Glibc
#elseif canImport(Darwin)
    import Darwin
#endif

/// A zip archive, through libzip.
final class ZipArchive {
    struct Entry {
        let index: UInt64
        let name: String
        /// In bytes, as the archive declares it, no more than the archive itself has.
        let packedSize: Int
    }

    let entries: [Entry]
    private let path: String
    private let archive: OpaquePointer

    init(_ file: InputFile) throws(DatasetError) {
        path = file.path
        let descriptor = try file.duplicatedDescriptor()
        var code: Int32 = 0
        guard let archive = zip_fdopen(descriptor, 0, &code) else {
            close(descriptor)
            var error = zip_error_t()
            zip_error_init_with_code(&error, code)
            defer { zip_error_fini(&error) }
            throw Self.damaged(file.path, String(cString: zip_error_strerror(&error)))
        }
        self.archive = archive
        entries = (0..<UInt64(max(0, zip_get_num_entries(archive, 0)))).compactMap { index in
            var status = zip_stat_t()
            zip_stat_init(&status)
            let needed = UInt64(ZIP_STAT_NAME | ZIP_STAT_COMP_SIZE)
            guard zip_stat_index(archive, index, 0, &status) == 0, status.valid & needed == needed else { return nil }
            return Entry(
                index: index, name: String(cString: status.name),
                packedSize: min(Int(clamping: status.comp_size), file.size))
        }
    }

    deinit { zip_discard(archive) }

    /// The first `limit` bytes of an entry, all that there are where it has fewer. Memory is taken as bytes come, not as
    /// the archive declares them.
    func bytes(of entry: Entry, limit: Int) throws(DatasetError) -> [UInt8] {
        guard let stream = zip_fopen_index(archive, entry.index, 0) else {
            throw Self.damaged(path, String(cString: zip_strerror(archive)))
        }
        defer { zip_fclose(stream) }
        var bytes: [UInt8] = []
        var piece = [UInt8](repeating: 0, count: min(1 << 20, max(limit, 1)))
        while bytes.count < limit {
            let count = zip_fread(stream, &piece, UInt64(min(piece.count, limit - bytes.count)))
            guard count >= 0 else { throw Self.damaged(path, String(cString: zip_file_strerror(stream))) }
            guard count > 0 else { break }
            bytes += piece[..<Int(count)]
        }
        return bytes
    }

    private static func damaged(_ path: String, _ reason: String) -> DatasetError {
        DatasetError(.malformed, path: path, "is a damaged zip archive (\(reason)); download it again or save it anew")
    }
}
