#if canImport(Glibc)
    import Glibc
#elseif canImport(Darwin)
    import Darwin
#endif

/// A folder that lies in another and was reached from there without any link, open as long as the value is there.
public struct ContainedFolder: ~Copyable {
    /// Differs whenever a name in it does.
    public let status: FileStatus
    private let descriptor: Int32

    /// The folder `name`, such as `00001-cat/samples`, in `folder`; nil where there is none that can be read, or where a
    /// link or `..` is on the way from `folder` to it.
    public init?(_ name: String, in folder: String) {
        let descriptor = openContained(name, in: folder, O_DIRECTORY)
        guard descriptor >= 0 else { return nil }
        guard let status = FileStatus(of: descriptor) else {
            close(descriptor)
            return nil
        }
        self.descriptor = descriptor
        self.status = status
    }

    deinit { close(descriptor) }

    /// The names of what is in it, in no order.
    public func names() -> [String] {
        // Listing moves the place of its descriptor, and closes it.
        let copy = openat(descriptor, ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        guard copy >= 0 else { return [] }
        guard let listing = fdopendir(copy) else {
            close(copy)
            return []
        }
        defer { closedir(listing) }
        var names: [String] = []
        while let entry = readdir(listing) {
            let name = withUnsafeBytes(of: &entry.pointee.d_name) { bytes in
                String(decoding: bytes.prefix { $0 != 0 }, as: UTF8.self)
            }
            if name != ".", name != ".." { names.append(name) }
        }
        return names
    }
}
