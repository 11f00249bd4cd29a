/// What the first bytes of a file say that it is.
enum FileFormat: Equatable {
    case npy
    case idx
    case gzip
    case png
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
        case prefix.starts(with: [0x89] + "PNG".utf8): self = .png
        case prefix.count >= 3 && prefix[0] == 0 && prefix[1] == 0 && (8...14).contains(prefix[2]): self = .idx
        default: self = .other(Self.description(of: prefix))
        }
    }

    private static func description(of prefix: [UInt8]) -> String {
        let known: [([UInt8], String)] = [
            (Array("PK".utf8), "a zip archive such as .npz"),
            ([0x89] + "HDF".utf8, "an HDF5 file"),
            ([0xff, 0xd8, 0xff], "a JPEG image"),
            (Array("GIF8".utf8), "a GIF image"),
            (Array("version https://git-lfs".utf8), "a Git LFS pointer (git lfs pull fetches the file)"),
            ([0x93] + "NUMP".utf8, "a .npy file with a damaged beginning"),
        ]
        if let found = known.first(where: { prefix.starts(with: $0.0) }) { return found.1 }
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
