internal import Foundation

#if canImport(FoundationNetworking)
    internal import FoundationNetworking
#endif

/// One attempt at receiving a `.npy` file into a partial file, which may hold its beginning already.
struct QuickDrawReception {
    private let part: PartialFile
    private let progress: @Sendable (DownloadProgress) -> Void
    /// The size of the whole file, as the server says.
    private var announcedBytes: Int?
    /// The same, as the file's own header says; known once the header has come.
    private var declaredBytes: Int?
    /// When the body began, and what was there before it.
    private var start: (time: ContinuousClock.Instant, size: Int)?
    private var lastReport: ContinuousClock.Instant?

    /// By then the header of a `.npy` file of drawings, 80 or 128 bytes, has come.
    private static let headerBytes = 4096

    init(part: PartialFile, progress: @escaping @Sendable (DownloadProgress) -> Void) {
        self.part = part
        self.progress = progress
    }

    /// Returns with the whole file in `part`. Throws ``DownloadFailure``, ``DatasetError`` for the disk, or
    /// `CancellationError`.
    mutating func run(_ url: URL, stallTimeoutSeconds: Double) async throws {
        // A process that was killed just before renaming the file left it whole.
        if part.size > 0, (try? readHeader()) == part.size { return }
        var request = URLRequest(url: url)
        // A compressed body would have another length and other ranges than the file.
        request.setValue("identity", forHTTPHeaderField: "Accept-Encoding")
        let isResumed = part.size > 0 && part.validator != nil
        if isResumed, let validator = part.validator {
            request.setValue("bytes=\(part.size)-", forHTTPHeaderField: "Range")
            request.setValue(validator, forHTTPHeaderField: "If-Range")
        }
        do {
            for try await event in HTTPTransfer.events(of: request, stallTimeoutSeconds: stallTimeoutSeconds) {
                switch event {
                case .head(let head): try begin(head, isResumed: isResumed)
                case .body(let data): try take(data)
                }
            }
            // A cancelled task's stream ends early, without an error.
            try Task.checkCancellation()
            try checkEnd()
        } catch DownloadFailure.temporary(let reason) {
            // A file that disagrees with what the server announces would be cut off again.
            if let declared = try? readHeader() { try checkAnnouncement(declared) }
            throw DownloadFailure.temporary(reason)
        }
    }

    private mutating func begin(_ head: HTTPHead, isResumed: Bool) throws {
        switch head.status {
        case 200:
            try part.restart(validator: head.validator)
            announcedBytes = head.contentLength
        case 206 where isResumed && head.firstByte == part.size && head.validator == part.validator:
            announcedBytes = head.totalBytes
        case 206, 416:
            try part.restart(validator: nil)
            throw DownloadFailure.temporary("the file has changed on the server")
        case 404:
            throw DownloadFailure.absent
        case 408, 429, 500...599:
            throw DownloadFailure.temporary("the server answered \(head.status)")
        default:
            throw DownloadFailure.permanent("the server answered \(head.status)")
        }
        start = (.now, part.size)
    }

    private mutating func take(_ data: Data) throws {
        try part.append(data)
        if declaredBytes == nil {
            try checkFormat(isWhole: false)
            if part.size >= Self.headerBytes { try checkHeader() }
        }
        if let declaredBytes, part.size > declaredBytes {
            throw DownloadFailure.malformed(
                "a .npy file longer than the \(declaredBytes) bytes that its header declares")
        }
        report(isLast: false)
    }

    private mutating func checkEnd() throws {
        if let announcedBytes, part.size < announcedBytes {
            throw DownloadFailure.temporary("the connection was cut off after \(part.size) of \(announcedBytes) bytes")
        }
        try checkFormat(isWhole: true)
        let declared = try checkHeader()
        if part.size < declared, announcedBytes == nil {
            throw DownloadFailure.temporary("the connection was cut off after \(part.size) of \(declared) bytes")
        }
        guard part.size == declared else { throw disagreement(declared, part.size) }
        report(isLast: true)
    }

    /// Refuses a page or an archive by its first bytes.
    private func checkFormat(isWhole: Bool) throws {
        guard isWhole || part.size >= FileFormat.prefixCount else { return }
        let prefix = try InputFile(path: part.path).prefix(FileFormat.prefixCount)
        switch FileFormat(prefix: prefix) {
        case .npy: return
        case .other(let what): throw DownloadFailure.malformed("\(what), expected a .npy file")
        case .empty: throw DownloadFailure.malformed("empty, expected a .npy file")
        case let format: throw DownloadFailure.malformed("of the format \(format), expected a .npy file")
        }
    }

    @discardableResult private mutating func checkHeader() throws -> Int {
        let declared: Int
        do {
            declared = try readHeader()
        } catch let error as DatasetError where error.kind == .malformed {
            throw DownloadFailure.malformed("a .npy file that \(error.message)")
        }
        declaredBytes = declared
        try checkAnnouncement(declared)
        return declared
    }

    private func checkAnnouncement(_ declared: Int) throws {
        if let announcedBytes, announcedBytes != declared { throw disagreement(declared, announcedBytes) }
    }

    private func readHeader() throws -> Int {
        try NPYHeader(of: InputFile(path: part.path)).fileSize ?? .max
    }

    private func disagreement(_ declared: Int, _ found: Int) -> DownloadFailure {
        .malformed("a .npy file of \(found) bytes whose header declares \(declared)")
    }

    private mutating func report(isLast: Bool) {
        guard let start else { return }
        let now = ContinuousClock.now
        if !isLast, let lastReport, now - lastReport < .milliseconds(100) { return }
        lastReport = now
        let seconds = max((now - start.time) / .seconds(1), 1e-6)
        progress(
            DownloadProgress(
                bytesReceived: part.size, totalBytes: announcedBytes ?? declaredBytes,
                bytesPerSecond: Double(part.size - start.size) / seconds))
    }
}
