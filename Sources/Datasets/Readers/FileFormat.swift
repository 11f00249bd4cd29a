/// What the first bytes of a file say that it is.
enum FileFormat: Equatable {
    case npy
    case idx
    case gzip
    case zip
    case picture(PictureFormat)
    /// Drawings of Quick, Draw! as strokes, a JSON object a line.
    case strokeLines
    case empty
    /// Something else, in words that follow "is".
    case other(String)

    /// The bytes of a file's beginning that are enough to tell.
    static let prefixCount = 64

    init(prefix: [UInt8]) {
        switch true {
        case prefix.isEmpty: self = .empty
        case prefix.starts(with: [0x93] + "NUMPY".utf8): self = .npy
        case prefix.starts(with: [0x1f, 0x8b]): self = .gzip
        case prefix.starts(with: "PK\u{3}\u{4}".utf8), prefix.starts(with: "PK\u{5}\u{6}".utf8): self = .zip
        case Self.areStrokeLines(prefix): self = .strokeLines
        case prefix.count >= 3 && prefix[0] == 0 && prefix[1] == 0 && (8...14).contains(prefix[2]): self = .idx
        default:
            self = PictureFormat(prefix: prefix).map(Self.picture) ?? .other(Self.description(of: prefix))
        }
    }

    /// In words that follow "is".
    var description: String {
        switch self {
        case .npy: "a .npy file"
        case .idx: "an IDX file"
        case .gzip: "a .gz file"
        case .zip: "a zip archive"
        case .picture(let format): "a \(format.name) picture"
        case .strokeLines: "a file of strokes"
        case .empty: "empty (0 bytes)"
        case .other(let description): description
        }
    }

    private static func areStrokeLines(_ prefix: [UInt8]) -> Bool {
        guard prefix.first == UInt8(ascii: "{") else { return false }
        let text = String(decoding: prefix, as: UTF8.self)
        return ["\"word\"", "\"key_id\"", "\"drawing\""].contains(where: text.contains)
    }

    private static func description(of prefix: [UInt8]) -> String {
        let known: [([UInt8], String)] = [
            ([0x89] + "HDF".utf8, "an HDF5 file"),
            (Array("version https://git-lfs".utf8), "a Git LFS pointer (git lfs pull fetches the file)"),
            ([0x93] + "NUMP".utf8, "a .npy file with a damaged beginning"),
        ]
        if let found = known.first(where: { prefix.starts(with: $0.0) }) { return found.1 }
        if prefix.dropFirst(4).starts(with: "ftyp".utf8) {
            let brand = prefix.dropFirst(8).prefix(4)
            if ["avif", "avis"].contains(where: { brand.elementsEqual($0.utf8) }) { return "an AVIF picture" }
            if ["heic", "heix", "mif1", "msf1"].contains(where: { brand.elementsEqual($0.utf8) }) {
                return "a HEIC picture"
            }
            return "a film"
        }
        if prefix[0] == 0x80, prefix.count > 1, (2...5).contains(prefix[1]) { return "a Python pickle" }
        let mark: [UInt8] = [0xef, 0xbb, 0xbf]
        let text = prefix.drop(while: { mark.contains($0) || $0 == 0x20 || (0x09...0x0d).contains($0) })
        switch text.first {
        case UInt8(ascii: "<"): return "an HTML or XML page (a download that failed?)"
        case UInt8(ascii: "{"), UInt8(ascii: "["): return "JSON"
        default: break
        }
        if prefix.allSatisfy({ $0 == 0 }) { return "filled with zeros (a download that failed?)" }
        if prefix.allSatisfy({ (0x20..<0x7f).contains($0) || (0x09...0x0d).contains($0) }) { return "a text file" }
        let digits = prefix.prefix(4).map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }
        return "of an unknown kind (it begins with the bytes \(digits.joined(separator: " ")))"
    }
}
