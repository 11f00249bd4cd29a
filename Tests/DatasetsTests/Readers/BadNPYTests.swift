import Datasets
import Foundation
import Testing

@Suite struct BadNPYTests {
    static let row = [UInt8](repeating: 7, count: 16)

    /// A file's bytes, and words that its error must have.
    static let files: [(name: String, bytes: [UInt8], words: String)] = [
        (
            "pickled objects", Fixtures.npy("(1,)", row, type: "'|O'"),
            "pickled Python objects (dtype '|O'), expected booleans"
        ),
        ("complex", Fixtures.npy("(1, 4)", row, type: "'<c8'"), "values of dtype '<c8', expected booleans"),
        ("text", Fixtures.npy("(1, 4)", row, type: "'<U1'"), "values of dtype '<U1'"),
        ("records", Fixtures.npy("(1,)", row, type: "[('a', '<f4'), ('b', '|O')]"), "records of several fields"),
        ("npz", Array("PK\u{3}\u{4}".utf8) + row, "is a damaged zip archive"),
        ("HTML", Array("\n <!DOCTYPE html><html>404</html>".utf8), "is an HTML or XML page"),
        ("HTML after a mark", [0xef, 0xbb, 0xbf] + Array("<html>".utf8), "is an HTML or XML page"),
        ("JSON", Array(" {\"error\": 403}".utf8), "is JSON"),
        ("JSON lines", Array("[[0, 1]]".utf8), "is JSON"),
        ("text", Array("1,2,3\n4,5,6\n".utf8), "is a text file"),
        ("Git LFS", Array("version https://git-lfs.github.com/spec/v1\noid sha256:0".utf8), "is a Git LFS pointer"),
        ("bare pickle", [0x80, 4, 0x95] + row, "is a Python pickle"),
        ("HDF5", [0x89] + Array("HDF\r\n".utf8) + row, "is an HDF5 file"),
        ("one JPEG", [0xff, 0xd8, 0xff, 0xe0] + row, "is one JPEG picture, expected a folder of them"),
        ("one PNG", [0x89] + Array("PNG\r\n".utf8) + row, "is one PNG picture, expected a folder of them"),
        ("zeros", [UInt8](repeating: 0, count: 900), "is filled with zeros"),
        ("noise", [0xde, 0xad, 0xbe, 0xef, 0x01], "begins with the bytes de ad be ef"),
        ("zero bytes", [], "is empty (0 bytes)"),
        ("magic alone", [0x93] + Array("NUMPY".utf8), "ends inside its header"),
        ("cut before the length", [0x93] + Array("NUMPY".utf8) + [2, 0, 1, 0], "ends inside its header"),
        ("damaged magic", [0x93] + Array("NUMPXX".utf8) + row, "with a damaged beginning"),
        ("version 4", Fixtures.npy("(1, 16)", row, version: 4), "of .npy version 4.0, expected 1.0, 2.0 or 3.0"),
        ("version 0", Fixtures.npy("(1, 16)", row, version: 0), "of .npy version 0.0"),
        (
            "header beyond the end", Array(Fixtures.npy("(1, 16)", row).prefix(60)),
            "declares a header of 118 bytes but has 60"
        ),
        (
            "header of 4 GiB", [0x93] + Array("NUMPY".utf8) + [3, 0, 255, 255, 255, 255] + row,
            "declares a header of 4294967295 bytes but has 28"
        ),
        (
            "header of 2 MiB",
            [0x93] + Array("NUMPY".utf8) + [2, 0, 0, 0, 0x20, 0] + [UInt8](repeating: 0x20, count: 1 << 21),
            "declares a header of 2097152 bytes, expected about"
        ),
        ("no dictionary", Fixtures.npy(header: "hello", row), "header that cannot be understood"),
        ("empty header", Fixtures.npy(header: "", row), "header that cannot be understood"),
        ("no shape", Fixtures.npy(header: "{'descr': '|u1', 'fortran_order': False}", row), "cannot be understood"),
        (
            "no end", Fixtures.npy(header: "{'descr': '|u1', 'fortran_order': False, 'shape': (1, 16)", row),
            "cannot be understood"
        ),
        (
            "code", Fixtures.npy(header: "{'descr': __import__('os'), 'fortran_order': False, 'shape': (1, 16)}", row),
            "cannot be understood"
        ),
        (
            "more after", Fixtures.npy(header: "{'descr': '|u1', 'fortran_order': False, 'shape': (1, 16)} + {}", row),
            "cannot be understood"
        ),
        (
            "a key twice",
            Fixtures.npy(header: "{'shape': (1, 16), 'shape': (1, 16), 'descr': '|u1', 'fortran_order': False}", row),
            "cannot be understood"
        ),
        (
            "deep lists", Fixtures.npy("(1, 16)", row, type: String(repeating: "[", count: 60_000)),
            "cannot be understood"
        ),
        ("floating shape", Fixtures.npy("(1, 16.0)", row), "cannot be understood"),
        ("shape of text", Fixtures.npy("('a', 16)", row), "cannot be understood"),
        ("zero drawings", Fixtures.npy("(0, 784)", []), "holds no drawings (shape (0, 784)), expected at least one"),
        ("zero pixels", Fixtures.npy("(3, 0)", []), "has the shape (3, 0), expected (N, 784)"),
        ("zero rows", Fixtures.npy("(3, 0, 28)", []), "has the shape (3, 0, 28)"),
        ("five dimensions", Fixtures.npy("(1, 2, 2, 2, 2)", row), "has the shape (1, 2, 2, 2, 2)"),
        (
            "a thousand dimensions", Fixtures.npy("(" + String(repeating: "1, ", count: 1000) + ")", row, version: 2),
            "has the shape (1, 1, 1, 1, 1, 1, …), expected"
        ),
        (
            "not square", Fixtures.npy("(1, 15)", Array(row.dropLast())),
            "has the shape (1, 15), expected (N, 784) or another square"
        ),
        ("not square in two", Fixtures.npy("(1, 2, 8)", row), "has drawings of 2×8 pixels, expected square ones"),
        ("two channels", Fixtures.npy("(1, 4, 2, 2)", row), "has the shape (1, 4, 2, 2)"),
        (
            "alpha", Fixtures.npy("(1, 8, 8, 4)", [UInt8](repeating: 0, count: 256)),
            "has drawings with alpha (shape (1, 8, 8, 4)), expected N first; lay them on white and save drawings[..., :3]"
        ),
        (
            "a column a drawing",
            Fixtures.npy("(64, 3)", row + row + row + row + row + row + row + row + row + row + row + row),
            "has a column for each drawing (shape (64, 3)), expected N first; save drawings.T"
        ),
        (
            "N last", Fixtures.npy("(8, 8, 2)", [UInt8](repeating: 0, count: 128)),
            "has the drawings along its last axis (shape (8, 8, 2)), expected N first; save numpy.moveaxis(drawings, -1, 0)"
        ),
        (
            "one drawing", Fixtures.npy("(28, 28)", [UInt8](repeating: 0, count: 784)),
            "is one drawing (shape (28, 28)), expected N first; save drawing[numpy.newaxis]"
        ),
        (
            "side of 3", Fixtures.npy("(1, 9)", Array(row.prefix(9))),
            "3×3 pixels, expected a multiple of 4 from 4 to 128; have them resized, such as by --image-size 4"
        ),
        ("side of 30", Fixtures.npy("(1, 30, 30)", [UInt8](repeating: 0, count: 900)), "such as by --image-size 32"),
        ("negative", Fixtures.npy("(-1, 16)", row), "declares the impossible shape (-1, 16)"),
        ("negative pixels", Fixtures.npy("(1, -16)", row), "declares the impossible shape (1, -16)"),
        (
            "overflow", Fixtures.npy("(9223372036854775807, 784)", row),
            "declares 9223372036854775807 drawings of 784 bytes"
        ),
        (
            "overflow of the end", Fixtures.npy("(576460752303423487, 16)", row),
            "declares 576460752303423487 drawings of 16 bytes"
        ),
        (
            "more than an integer", Fixtures.npy("(99999999999999999999999, 16)", row),
            "declares the impossible size 99999999999999999999999"
        ),
        ("enormous drawings", Fixtures.npy("(1, 4294967296, 4294967296)", row), "sides up to 4096"),
        ("enormous square", Fixtures.npy("(1, 9223372036854775807)", row), "sides up to 4096"),
        (
            "cut short", Array(Fixtures.npy("(3, 16)", row + row + row).dropLast(20)),
            "is cut short: it declares 3 drawings and holds 1 (156 of 176 bytes)"
        ),
        ("no data", Fixtures.npy("(3, 16)", []), "declares 3 drawings and holds 0"),
        ("too long", Fixtures.npy("(1, 16)", row + [0]), "is longer than it declares: 145 bytes, expected 144"),
    ]

    @Test(arguments: files.indices) func isOneSentence(index: Int) throws {
        let (name, bytes, words) = Self.files[index]
        let folder = try TemporaryFolder()
        let path = try folder.write(bytes, "cat.npy")
        let error = #expect(throws: DatasetError.self, "\(name)") { _ = try Dataset.open([path]) }
        let text = try #require(error).description
        #expect(error?.kind == .malformed, "\(name): \(text)")
        #expect(text.hasPrefix("\(path): "), "\(name): \(text)")
        #expect(text.contains(words), "\(name): \(text)")
        #expect(text.contains("; ") && !text.contains("\n") && !text.contains(". "), "\(name): \(text)")
        #expect(text.count < 400, "\(name): \(text)")
        #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path) == ["cat.npy"])
    }

    /// The same file cut at every length, and with every byte of its header changed, opens or gives a DatasetError.
    @Test func anyDamageIsAnErrorOrNothing() throws {
        let folder = try TemporaryFolder()
        let whole = Fixtures.drawings(2)
        for length in 0..<whole.count {
            let path = try folder.write(Array(whole.prefix(length)), "cat.npy")
            #expect(throws: DatasetError.self) { _ = try Dataset.open([path]) }
        }
        for position in 0..<128 {
            for change: UInt8 in [0x01, 0x20, 0x80, 0xff] {
                var damaged = whole
                damaged[position] ^= change
                let path = try folder.write(damaged, "cat.npy")
                do {
                    let dataset = try Dataset.open([path])
                    _ = try dataset.images(at: Array(0..<dataset.count))
                } catch is DatasetError {}
            }
        }
    }
}
