#if canImport(Glibc)
    import Glibc
#elseif canImport(Darwin)
    import Darwin
#endif

/// What a user calls a source of drawings: `cat.npy`, `drawings/`, `quickdraw:camel`, `fashion-mnist`.
public enum SourceName: Sendable, Hashable, CustomStringConvertible {
    /// A file or folder.
    case path(String)
    /// A category of Quick, Draw!, kept in the store folder once it is downloaded.
    case quickDraw(String)
    /// Debian's `dataset-fashion-mnist`, or the folder that the options name.
    case fashionMNIST

    private static let quickDrawPrefix = "quickdraw:"

    /// Where Debian's package `dataset-fashion-mnist` puts its files.
    public static let fashionMNISTFolder = "/usr/share/datasets/fashion-mnist"

    /// A file or folder whose own name reads like another source is named with its folder: `./fashion-mnist`.
    public init(_ text: String) throws(DatasetError) {
        guard !text.isEmpty else {
            throw DatasetError(
                .missing, path: "''",
                "is empty, expected a file, a folder, quickdraw:NAME or fashion-mnist; name one, such as quickdraw:cat")
        }
        if text == "fashion-mnist" {
            self = .fashionMNIST
        } else if text.hasPrefix(Self.quickDrawPrefix) {
            let name = String(text.dropFirst(Self.quickDrawPrefix.count))
            guard !name.isEmpty, !name.hasPrefix("."), !name.contains(where: { $0 == "/" || $0 == "\0" }) else {
                throw DatasetError(
                    .missing, path: text, "names no category of Quick, Draw!; choose one, see: atelier data list")
            }
            self = .quickDraw(name)
        } else {
            self = .path(text)
        }
    }

    public var description: String {
        switch self {
        case .path(let path): path
        case .quickDraw(let name): Self.quickDrawPrefix + name
        case .fashionMNIST: "fashion-mnist"
        }
    }

    /// Where downloaded categories of Quick, Draw! are kept: `${XDG_DATA_HOME:-~/.local/share}/atelier/quickdraw`.
    public static var quickDrawFolder: String {
        func variable(_ name: String) -> String? { getenv(name).map { String(cString: $0) } }
        // The XDG specification has relative folders ignored.
        let base = variable("XDG_DATA_HOME").flatMap { $0.hasPrefix("/") ? $0 : nil }
        return (base ?? (variable("HOME") ?? "") + "/.local/share") + "/atelier/quickdraw"
    }

    /// The file of a category of Quick, Draw!, whether or not it has been downloaded.
    public static func quickDrawPath(_ name: String) -> String { "\(quickDrawFolder)/\(name).npy" }
}
