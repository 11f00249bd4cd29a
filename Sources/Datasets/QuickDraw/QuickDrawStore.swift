internal import Files

#if canImport(Glibc)
    import Glibc
#elseif canImport(Darwin)
    import Darwin
#endif

/// The folder that downloaded Quick, Draw! files are kept in, one `NAME.npy` a category.
public struct QuickDrawStore: Sendable {
    /// Its path.
    public let folder: String

    /// The store in `folder`, which need not exist yet.
    public init(folder: String) {
        self.folder = folder
    }

    /// `$XDG_DATA_HOME/atelier/quickdraw`, or `~/.local/share/atelier/quickdraw` where that variable is not an absolute
    /// path, as the XDG base directory specification asks.
    public init(environment: [String: String]) {
        let data = environment["XDG_DATA_HOME"] ?? ""
        let home = environment["HOME"] ?? "."
        folder = (data.hasPrefix("/") ? data : home + "/.local/share") + "/atelier/quickdraw"
    }

    /// Where the file of `category`, spelt as in ``QuickDrawCatalogue/categories``, is or will be.
    public func path(of category: String) -> String { "\(folder)/\(category).npy" }

    /// Whether the whole file of `category` is there, of the size that its header declares.
    public func contains(_ category: String) -> Bool {
        guard let file = try? InputFile(path: path(of: category)) else { return false }
        return (try? NPYHeader(of: file).fileSize) == file.size
    }

    /// Whether ``QuickDrawCatalogue/licence`` has still to be shown to whoever uses this folder.
    public var shouldShowLicence: Bool { access(licenceMarker, F_OK) != 0 }

    /// Remembers that the licence has been shown. Throws ``DatasetError`` where the folder cannot be written.
    public func rememberLicenceShown() throws {
        try create()
        do {
            try AtomicFile.write(QuickDrawCatalogue.licence + "\n", to: licenceMarker)
        } catch let error as FileError {
            throw DatasetError(error)
        }
    }

    /// Makes the folder and those above it.
    func create() throws(DatasetError) {
        do {
            try Folders.make(folder)
        } catch {
            throw DatasetError(
                .io, path: error.path,
                "cannot be made a folder: \(String(cString: strerror(error.code))); "
                    + "set XDG_DATA_HOME to a folder of yours")
        }
    }

    private var licenceMarker: String { folder + "/LICENCE.txt" }
}

extension NPYHeader {
    /// The bytes of a whole file with this header; nil where no file is so large.
    var fileSize: Int? {
        var size = element.byteCount
        for side in shape {
            let (product, overflows) = size.multipliedReportingOverflow(by: side)
            guard side >= 0, !overflows else { return nil }
            size = product
        }
        let (sum, overflows) = size.addingReportingOverflow(dataOffset)
        return overflows ? nil : sum
    }
}

extension DatasetError {
    init(_ error: FileError) {
        self.init(.io, path: error.path, "cannot \(error.operation) this file: \(error.reason)")
    }
}
