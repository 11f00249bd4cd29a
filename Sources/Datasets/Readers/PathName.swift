#if canImport(Glibc)
    import Glibc
#elseif canImport(Darwin)
    import Darwin
#endif

/// Parts of file names.
enum PathName {
    /// The last component: `cat.npy` of `drawings/cat.npy`, `drawings` of `drawings/`; of `.`, the folder's own name.
    static func last(of path: String) -> String {
        let name = path.split(separator: "/").last.map(String.init) ?? path
        guard name == "." || name == ".." else { return name }
        return real(path).split(separator: "/").last.map(String.init) ?? name
    }

    /// The category that a file or folder gives: its name without `.npy`, `.idx`, `.gz` or another extension.
    static func stem(of path: String) -> String {
        var name = Substring(last(of: path))
        if name.lowercased().hasSuffix(".gz") { name = name.dropLast(3) }
        if let dot = name.lastIndex(of: "."), dot != name.startIndex { name = name[..<dot] }
        // As Google's own files are called when they are copied out of its storage.
        for prefix in ["full_numpy_bitmap_", "full_simplified_", "full_raw_", "full_binary_"]
        where name.hasPrefix(prefix) && name.count > prefix.count {
            name = name.dropFirst(prefix.count)
        }
        return String(name)
    }

    /// `path` without links; itself where there is nothing.
    static func real(_ path: String) -> String {
        guard let real = realpath(path, nil) else { return path }
        defer { free(real) }
        return String(cString: real)
    }

    /// What `path` is in; `.` where it has no folder.
    static func folder(of path: String) -> String {
        guard let slash = path.lastIndex(of: "/") else { return "." }
        return slash == path.startIndex ? "/" : String(path[..<slash])
    }

    static func joined(_ folder: String, _ name: String) -> String {
        folder.hasSuffix("/") ? folder + name : "\(folder)/\(name)"
    }
}
