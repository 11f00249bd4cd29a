import Files
import Foundation
import HDF5Shim

extension HDF5Listing {
    private static let signature: [UInt8] = [0x89, 0x48, 0x44, 0x46, 0x0D, 0x0A, 0x1A, 0x0A]
    /// Memory, and time of the processor, that the library gets for one file. A file of Keras's takes it some megabytes
    /// and 10 milliseconds, whatever its size, because it does not read the numbers; a slow machine gets more, and a large
    /// file a second for each 100 MB.
    private static let memoryLimit: Int64 = 256 << 20
    private static let millisecondsLimit = 1000
    private static let bytesPerMillisecond = 100_000
    private static let maximumListingBytes = 16 << 20

    /// Asks HDF5's library, in a process of its own (`hdf5_shim.h` says how), what the file at `path` holds; whatever
    /// that process says is checked again. Throws ``HDF5Problem`` for what is not an HDF5 file or a damaged one, and
    /// `FileError`.
    init(contentsOf path: String) throws {
        let file = try RegularFile(path)
        guard file.byteCount >= Self.signature.count,
            try file.read(count: Self.signature.count, at: 0) == Self.signature
        else { throw HDF5Problem("is not an HDF5 file; expected weights that Keras saved") }
        let milliseconds = Self.millisecondsLimit + file.byteCount / Self.bytesPerMillisecond
        self = try Self(tokens: Self.tokens(of: path, millisecondsLimit: milliseconds))
    }

    /// Beside the tool, or whatever program this is.
    private static let lister = (Bundle.main.executableURL ?? URL(fileURLWithPath: CommandLine.arguments[0]))
        .resolvingSymlinksInPath().deletingLastPathComponent().appendingPathComponent("atelier-hdf5").path

    private static func tokens(of path: String, millisecondsLimit: Int) throws(HDF5Problem) -> [String] {
        var process: Int32 = 0
        var output: Int32 = 0
        let code = hs_start_lister(lister, path, memoryLimit, Int64(millisecondsLimit), &process, &output)
        guard code == 0 else {
            throw HDF5Problem("cannot be read, for \(lister) does not start: \(String(cString: strerror(code)))")
        }
        var bytes: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 1 << 16)
        while bytes.count <= maximumListingBytes {
            let count = read(output, &buffer, buffer.count)
            if count < 0, errno == EINTR { continue }
            guard count > 0 else { break }
            bytes += buffer[..<count]
        }
        close(output)
        if bytes.count > maximumListingBytes { kill(process, SIGKILL) }
        var status: Int32 = 0
        while waitpid(process, &status, 0) < 0, errno == EINTR {}
        guard status == 0 else { throw .damaged }
        return bytes.split(separator: 0, omittingEmptySubsequences: false).dropLast()
            .map { String(decoding: $0, as: UTF8.self) }
    }

    private init(tokens: [String]) throws(HDF5Problem) {
        self.init()
        if let sentence = tokens.last, tokens.dropLast().last == "problem" { throw HDF5Problem(sentence) }
        var tokens = HDF5Tokens(tokens)
        while true {
            switch try tokens.next() {
            case "texts":
                let (path, name) = (try tokens.next(), try tokens.next())
                texts[path, default: [:]][name] = try tokens.next(count: tokens.integer())
            case "numbers":
                let (path, type, layout) = (try tokens.next(), try tokens.next(), try tokens.next())
                let (offset, rank) = (try tokens.integer(), try tokens.integer())
                var shape: [Int] = []
                for _ in 0..<max(rank, 0) { shape.append(try tokens.integer()) }
                numbers[path] = Numbers(path: path, type: type, layout: layout, offset: offset, shape: shape)
            case "end": return
            default: throw .damaged
            }
        }
    }
}

/// What is wrong with a file, before its path is put to it.
struct HDF5Problem: Error {
    let message: String

    init(_ message: String) { self.message = message }

    static let damaged = HDF5Problem("is damaged: HDF5's library failed on it; use another copy")
}

/// The listing's strings, one after the other; throws where there is none.
private struct HDF5Tokens {
    private var rest: ArraySlice<String>

    init(_ tokens: [String]) { rest = tokens[...] }

    mutating func next() throws(HDF5Problem) -> String {
        guard let token = rest.popFirst() else { throw .damaged }
        return token
    }

    mutating func next(count: Int) throws(HDF5Problem) -> [String] {
        guard (0...rest.count).contains(count) else { throw .damaged }
        defer { rest = rest.dropFirst(count) }
        return Array(rest.prefix(count))
    }

    mutating func integer() throws(HDF5Problem) -> Int {
        guard let number = Int(try next()) else { throw .damaged }
        return number
    }
}
