#if canImport(Glibc)
    import Glibc
#elseif canImport(Darwin)
    import Darwin
#endif

/// The names in a folder that are not hidden, in the order of their bytes. What macOS adds to zip archives is left out.
struct FolderListing {
    let path: String
    let names: [String]
    /// The names that are not UTF-8, repaired; such files cannot be opened.
    let unusableNames: [String]

    init(path: String) throws(DatasetError) {
        guard let stream = opendir(path) else { throw FileKind.error(errno, path: path) }
        defer { closedir(stream) }
        var names: [String] = []
        var unusableNames: [String] = []
        while true {
            errno = 0
            guard let entry = readdir(stream) else { break }
            let bytes = withUnsafeBytes(of: &entry.pointee.d_name) { Array($0.prefix { $0 != 0 }) }
            guard bytes.first != UInt8(ascii: "."), !bytes.elementsEqual("__MACOSX".utf8) else { continue }
            if let name = String(validating: bytes, as: UTF8.self) {
                names.append(name)
            } else {
                unusableNames.append(String(decoding: bytes, as: UTF8.self))
            }
        }
        guard errno == 0 else {
            throw DatasetError(.io, path: path, "cannot be listed: \(String(cString: strerror(errno)))")
        }
        self.path = path
        self.names = names.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
        self.unusableNames = unusableNames
    }

    func path(of name: String) -> String { PathName.joined(path, name) }
}
