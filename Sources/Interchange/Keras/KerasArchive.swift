import CZip
import Files
import Foundation

/// Keras 3's archives of whole models, `x.keras`: a zip file of `metadata.json`, `config.json`, which says the layers, and
/// `model.weights.h5`. The archive is read and written by libzip.
enum KerasArchive {
    static let signature: [UInt8] = [0x50, 0x4B, 0x03, 0x04]

    private static let weightsName = "model.weights.h5"
    /// An archive of some megabytes can unpack to anything: numbers of weights do not shrink to a hundredth.
    private static let (largestWeights, largestRatio) = (1 << 32, 100)

    /// Calls `body` with the path of a file of the weights in the archive at `path`, which is removed afterwards. Throws
    /// ``InterchangeError`` for a damaged archive and one without weights, `FileError`, and what `body` throws.
    static func withWeights<Result>(of path: String, _ body: (String) throws -> Result) throws -> Result {
        let byteCount = try RegularFile(path).byteCount
        return try withTemporaryFolder { folder in
            var code: Int32 = 0
            guard let archive = zip_open(path, ZIP_RDONLY, &code) else { throw damaged(path, code) }
            defer { zip_discard(archive) }
            var status = zip_stat_t()
            guard zip_stat(archive, weightsName, 0, &status) == 0, status.valid & UInt64(ZIP_STAT_SIZE) != 0 else {
                throw InterchangeError(
                    path: path, message: "is a zip archive without \(weightsName); expected a model that Keras saved")
            }
            guard status.size <= largestWeights, status.size <= UInt64(byteCount) * UInt64(largestRatio) else {
                throw InterchangeError(
                    path: path, message: "unpacks to \(status.size) bytes, more than weights do; use another copy")
            }
            guard let stream = zip_fopen_index(archive, status.index, 0) else {
                throw damaged(path, zip_error_code_zip(zip_get_error(archive)))
            }
            defer { zip_fclose(stream) }
            let weights = "\(folder)/\(weightsName)"
            try AtomicFile.write(to: weights) { file in
                var piece = [UInt8](repeating: 0, count: 1 << 20)
                var rest = status.size
                while rest > 0 {
                    let count = zip_fread(stream, &piece, min(rest, UInt64(piece.count)))
                    guard count > 0 else { throw damaged(path, zip_error_code_zip(zip_file_get_error(stream))) }
                    try file.write(Array(piece[..<Int(count)]))
                    rest -= UInt64(count)
                }
                // The end is where libzip compares the checksum.
                guard zip_fread(stream, &piece, 1) == 0 else {
                    throw damaged(path, zip_error_code_zip(zip_file_get_error(stream)))
                }
            }
            return try body(weights)
        }
    }

    /// The bytes of an archive: equal parts give equal bytes.
    static func bytes(config: [UInt8], weights: [UInt8]) throws -> [UInt8] {
        let metadata = #"{"keras_version": "3.15.1"}"#
        let parts = [("metadata.json", Array(metadata.utf8)), ("config.json", config), (weightsName, weights)]
        return try withTemporaryFolder { folder in
            let path = "\(folder)/model.keras"
            var code: Int32 = 0
            guard let archive = zip_open(path, ZIP_CREATE, &code) else {
                throw FileError(path: path, operation: "create", code: EIO)
            }
            for (name, bytes) in parts {
                // libzip frees the copy.
                let copy = malloc(max(bytes.count, 1))
                bytes.withUnsafeBytes { bytes in
                    if let start = bytes.baseAddress { copy?.copyMemory(from: start, byteCount: bytes.count) }
                }
                guard let copy, let source = zip_source_buffer(archive, copy, UInt64(bytes.count), 1),
                    case let index = zip_file_add(archive, name, source, 0), index >= 0,
                    zip_set_file_compression(archive, UInt64(index), ZIP_CM_STORE, 0) == 0,
                    // 1 January 1980, the earliest that there is.
                    zip_file_set_dostime(archive, UInt64(index), 0, 0x21, 0) == 0
                else {
                    zip_discard(archive)
                    throw FileError(path: path, operation: "write", code: ENOMEM)
                }
            }
            guard zip_close(archive) == 0 else {
                zip_discard(archive)
                throw FileError(path: path, operation: "write", code: errno == 0 ? EIO : errno)
            }
            let file = try RegularFile(path)
            return try file.read(count: file.byteCount, at: 0)
        }
    }

    private static func damaged(_ path: String, _ code: Int32) -> InterchangeError {
        var error = zip_error_t()
        zip_error_init_with_code(&error, code == 0 ? ZIP_ER_EOF : code)
        defer { zip_error_fini(&error) }
        return InterchangeError(
            path: path,
            message: "is a damaged zip archive (\(String(cString: zip_error_strerror(&error)))); use another copy")
    }

    /// Gives `body` a folder that no other user can look into, removed afterwards.
    private static func withTemporaryFolder<Result>(_ body: (String) throws -> Result) throws -> Result {
        let root = FileManager.default.temporaryDirectory.path
        var template = Array("\(root)/atelier-XXXXXX".utf8CString)
        guard mkdtemp(&template) != nil else {
            throw FileError(path: root, operation: "make a temporary folder in", code: errno)
        }
        let folder = String(decoding: template.dropLast().map(UInt8.init(bitPattern:)), as: UTF8.self)
        defer { try? FileManager.default.removeItem(atPath: folder) }
        return try body(folder)
    }
}
