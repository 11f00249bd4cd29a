internal import Files
internal import Foundation

/// One attempt at receiving a `.npy` file into a partial file, which may hold its beginning already.
final class QuickDrawReception {
    private let part: PartialFile
    private let progress: (DownloadProgress) -> Void
    /// The beginning of a new file, which goes to the disk once its header is known to be sound; nil from then on.
    private var beginning: [UInt8]?
    /// Of the file that begins.
    private var version = FileVersion()
    /// The size of the whole file, as the server says.
    private var announcedBytes: Int?
    /// The same, as the file's own header says; known once the header has come.
    private var declaredBytes: Int?
    /// When the body began, and what was there before it.
    private var start: (time: ContinuousClock.Instant, size: Int)?
    private var lastReport: ContinuousClock.Instant?

    /// By then the header of a `.npy` file of drawings, 80 or 128 bytes, has come.
    private static let headerBytes = 4096
    /// No file of Quick, Draw! has a tenth of it.
    private static let maximumBytes = 1 << 32

    init(part: PartialFile, progress: @escaping (DownloadProgress) -> Void) {
        self.part = part
        self.progress = progress
    }

    /// Returns with the whole file in `part`. Throws ``DownloadFailure``, ``DatasetError`` for the disk, or
    /// `CancellationError`.
    func run(_ url: String, through client: HTTPClient, stallTimeoutSeconds: Double) throws {
        if part.size > 0 { declaredBytes = try? declaredSize(in: InputFile(path: part.path)) }
        // A process that was killed just before renaming the file left it whole.
        if part.size > 0, part.size == declaredBytes, try isIntact() { return }
        // A compressed body would have another length and other ranges than the file.
        var headers = ["Accept-Encoding: identity"]
        let isResumed = part.size > 0 && declaredBytes != nil && part.version.validator != nil
        if isResumed, let validator = part.version.validator {
            headers += ["Range: bytes=\(part.size)-", "If-Range: \(validator)"]
        }
        do {
            try client.get(
                url, headers: headers, stallTimeoutSeconds: stallTimeoutSeconds,
                receiveHead: { try self.begin($0, isResumed: isResumed) }, receiveBody: { try self.take($0) })
            try checkEnd()
        } catch DownloadFailure.temporary(let reason) {
            // A file that disagrees with what the server announces would be cut off again.
            if let beginning { declaredBytes = try? declaredSize(in: MemoryBytes(path: part.path, bytes: beginning)) }
            if let declaredBytes { try checkAnnouncement(declaredBytes) }
            throw DownloadFailure.temporary(reason)
        }
    }

    private func begin(_ head: HTTPHead, isResumed: Bool) throws {
        switch head.status {
        case 200:
            (beginning, declaredBytes, version) = ([], nil, head.version)
            announcedBytes = head.contentLength
            if let announcedBytes { try checkSize(announcedBytes, "of \(announcedBytes) bytes") }
        case 206 where isResumed && head.firstByte == part.size && head.version.validator == part.version.validator:
            announcedBytes = head.totalBytes
            if let announcedBytes, let declaredBytes, announcedBytes == declaredBytes { try checkSpace(declaredBytes) }
        case 206, 416:
            try part.restart(FileVersion())
            throw DownloadFailure.temporary("the file has changed on the server")
        case 404:
            throw DownloadFailure.absent
        case 408, 429, 500...599:
            throw DownloadFailure.temporary("the server answered \(head.status)")
        default:
            throw DownloadFailure.permanent("the server answered \(head.status)")
        }
        start = (.now, receivedBytes)
    }

    private var receivedBytes: Int { beginning?.count ?? part.size }

    private func take(_ bytes: UnsafeRawBufferPointer) throws {
        if beginning == nil {
            try part.append(bytes)
        } else {
            beginning?.append(contentsOf: bytes)
            if receivedBytes >= FileFormat.prefixCount { try checkFormat() }
            if receivedBytes >= Self.headerBytes { try startFile() }
        }
        if let declaredBytes, receivedBytes > declaredBytes {
            throw DownloadFailure.malformed(
                "a .npy file longer than the \(declaredBytes) bytes that its header declares")
        }
        report(isLast: false)
    }

    private func checkEnd() throws {
        if let announcedBytes, receivedBytes < announcedBytes {
            throw DownloadFailure.temporary(
                "the connection was cut off after \(receivedBytes) of \(announcedBytes) bytes")
        }
        try startFile()
        if let declaredBytes {
            try checkAnnouncement(declaredBytes)
            if part.size < declaredBytes, announcedBytes == nil {
                throw DownloadFailure.temporary(
                    "the connection was cut off after \(part.size) of \(declaredBytes) bytes")
            }
            guard part.size == declaredBytes else { throw disagreement(declaredBytes, part.size) }
        }
        guard try isIntact() else {
            throw DownloadFailure.temporary("what came is not what the server has, by its checksum")
        }
        report(isLast: true)
    }

    /// Writes the beginning to the disk, if what it declares is sound and there is room for it.
    private func startFile() throws {
        guard let beginning else { return }
        try checkFormat()
        let declared: Int
        do {
            declared = try declaredSize(in: MemoryBytes(path: part.path, bytes: beginning))
        } catch let error as DatasetError where error.kind == .malformed {
            throw DownloadFailure.malformed("a .npy file that \(error.message)")
        }
        try checkSize(declared, "whose header declares \(declared) bytes")
        try checkAnnouncement(declared)
        try checkSpace(declared)
        try part.restart(version)
        try beginning.withUnsafeBytes { try part.append($0) }
        self.beginning = nil
        declaredBytes = declared
    }

    /// Refuses a page or an archive by its first bytes.
    private func checkFormat() throws {
        switch FileFormat(prefix: Array((beginning ?? []).prefix(FileFormat.prefixCount))) {
        case .npy: return
        case .other(let what): throw DownloadFailure.malformed("\(what), expected a .npy file")
        case .empty: throw DownloadFailure.malformed("empty, expected a .npy file")
        case let format: throw DownloadFailure.malformed("of the format \(format), expected a .npy file")
        }
    }

    private func checkSize(_ bytes: Int, _ what: String) throws {
        guard bytes <= Self.maximumBytes else {
            throw DownloadFailure.malformed("a .npy file \(what), more than the \(Self.maximumBytes) that are taken")
        }
    }

    private func checkAnnouncement(_ declared: Int) throws {
        if let announcedBytes, announcedBytes != declared { throw disagreement(declared, announcedBytes) }
    }

    /// Whether a whole file of `declared` bytes fits where the part is.
    private func checkSpace(_ declared: Int) throws {
        guard let free = part.availableBytes, free < declared - part.size else { return }
        throw DatasetError(
            .io, path: part.path,
            "needs \(declared - part.size) bytes more, but its file system has \(free);"
                + " free some space, or set XDG_DATA_HOME to a folder elsewhere, and run the same command again")
    }

    /// Whether the whole file has the checksum that the server gave, if it gave one. A file that has not is emptied.
    private func isIntact() throws -> Bool {
        guard let checksum = part.version.checksum else { return true }
        guard try part.checksum() != checksum else { return true }
        try part.restart(FileVersion())
        return false
    }

    private func declaredSize(in file: some ByteSource) throws -> Int {
        try NPYHeader(of: file).fileSize ?? .max
    }

    private func disagreement(_ declared: Int, _ found: Int) -> DownloadFailure {
        .malformed("a .npy file of \(found) bytes whose header declares \(declared)")
    }

    private func report(isLast: Bool) {
        guard let start else { return }
        let now = ContinuousClock.now
        if !isLast, let lastReport, now - lastReport < .milliseconds(100) { return }
        lastReport = now
        let seconds = max((now - start.time) / .seconds(1), 1e-6)
        progress(
            DownloadProgress(
                bytesReceived: receivedBytes, totalBytes: announcedBytes ?? declaredBytes,
                bytesPerSecond: Double(receivedBytes - start.size) / seconds))
    }
}
