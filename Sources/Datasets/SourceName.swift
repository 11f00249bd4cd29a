/// What a user calls a source of drawings: `cat.npy`, `drawings/`, `quickdraw:camel`, `fashion-mnist`.
public enum SourceName: Sendable, Hashable, CustomStringConvertible {
    /// A file or folder.
    case path(String)
    /// A category of Quick, Draw!, as the dataset spells it; kept in a ``QuickDrawStore`` once it is downloaded.
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
            guard let category = QuickDrawCatalogue.category(named: name) else {
                throw QuickDrawCatalogue.unknownCategory(name)
            }
            self = .quickDraw(category)
        } else {
            self = .path(text)
        }
    }

    /// The name as a person writes it.
    public var description: String {
        switch self {
        case .path(let path): path
        case .quickDraw(let name): Self.quickDrawPrefix + name
        case .fashionMNIST: "fashion-mnist"
        }
    }
}
