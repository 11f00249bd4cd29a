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
        guard name == "." || name == "..", let real = realpath(path, nil) else { return name }
        defer { free(real) }
        return String(cString: real).split(separator: "/").last.map(String.init) ?? name
    }

    /// The category that a file or folder gives: its name without `.npy`, `.idx`, `.gz` or another extension.
    static func stem(of path: String) -> String {
        var name = Substring(last(of: path))
        if name.lowercased().hasSuffix(".gz") { name = name.dropLast(3) }
        if let dot = name.lastIndex(of: "."), dot != name.startIndex { name = name[..<dot] }
        return String(name)
    }

    static func joined(_ folder: String, _ name: String) -> String {
        folder.hasSuffix("/") ? folder + name : "\(folder)/\(name)"
    }
}
