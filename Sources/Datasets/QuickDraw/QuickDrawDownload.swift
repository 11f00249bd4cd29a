internal import Foundation

/// Downloads the drawings of Quick, Draw! categories into a ``QuickDrawStore``.
///
/// A download that was interrupted goes on where it ended, where the server can say that its file is still the same.
public struct QuickDrawDownload: Sendable {
    /// Where Google publishes the bitmaps, `NAME.npy` each.
    public static let publicBaseURL = "https://storage.googleapis.com/quickdraw_dataset/full/numpy_bitmap"
    /// The environment variable that names another place.
    public static let baseURLVariable = "ATELIER_QUICKDRAW_URL"

    /// Where files go.
    public let store: QuickDrawStore
    /// Where files come from; `/NAME.npy` follows.
    public let baseURL: String
    /// The longest silence of the server.
    public let stallTimeoutSeconds: Double
    /// Attempts in all, for cut-offs, stalls and errors of the server; there is one for all other failures.
    public let maximumAttempts: Int
    /// The pause before the second attempt; each pause after it is twice as long, up to 30 seconds.
    public let retryDelaySeconds: Double

    /// Downloads into `store` from `baseURL`.
    public init(
        store: QuickDrawStore, baseURL: String = QuickDrawDownload.publicBaseURL, stallTimeoutSeconds: Double = 30,
        maximumAttempts: Int = 5, retryDelaySeconds: Double = 1
    ) {
        self.store = store
        self.baseURL = baseURL
        self.stallTimeoutSeconds = stallTimeoutSeconds
        self.maximumAttempts = maximumAttempts
        self.retryDelaySeconds = retryDelaySeconds
    }

    /// With the store and server that the environment names.
    public init(environment: [String: String]) {
        let url = environment[QuickDrawDownload.baseURLVariable] ?? ""
        self.init(
            store: QuickDrawStore(environment: environment),
            baseURL: url.isEmpty ? QuickDrawDownload.publicBaseURL : url)
    }

    /// Gets the drawings of `name` where they are not in the store already, and returns the path of their `.npy` file.
    ///
    /// The file appears under its name once it is whole: of the size that its header declares, and of the checksum that
    /// the server gives, if it gives one (`x-goog-hash: crc32c=…`). What has arrived before a failure or a cancellation is
    /// kept, to go on from; what is not a `.npy` file, or one of more than 4 GiB, is not. Redirects are followed to the
    /// same host only.
    ///
    /// - Parameters:
    ///   - name: A category as ``QuickDrawCatalogue/category(named:)`` takes it.
    ///   - progress: Called at most ten times a second, and once at the end; not at all where nothing is downloaded.
    /// - Throws: ``DatasetError``, or `CancellationError`.
    public func fetch(
        _ name: String, progress: @escaping @Sendable (DownloadProgress) -> Void = { _ in }
    ) async throws -> String {
        guard let category = QuickDrawCatalogue.category(named: name) else {
            throw QuickDrawCatalogue.unknownCategory(name)
        }
        if store.contains(category) { return store.path(of: category) }
        let url = try url(of: category)
        try store.create()
        guard let client = HTTPClient() else {
            throw error(.permanent("there is no memory for it"), category: category, url: url, goesOn: false)
        }
        // A thread of its own: a download waits for its server, and nothing that waits may hold one of those that tasks
        // share, or have to wait for one of them.
        return try await withTaskCancellationHandler {
            try await withCheckedThrowingContinuation { continuation in
                Thread.detachNewThread {
                    continuation.resume(with: Result { try fetch(category, url, through: client, progress: progress) })
                }
            }
        } onCancel: {
            client.cancel()
        }
    }

    private func fetch(
        _ category: String, _ url: String, through client: HTTPClient, progress: @escaping (DownloadProgress) -> Void
    ) throws -> String {
        let path = store.path(of: category)
        let part = try PartialFile(for: path)
        do {
            // Another process may have finished it before the lock was ours.
            if store.contains(category) {
                part.discard()
            } else {
                try receive(url, into: part, through: client, progress: progress)
                try part.finish(as: path)
            }
            return path
        } catch let failure as DownloadFailure {
            if case .malformed = failure { part.discard() }
            if part.size == 0 { part.discard() }
            throw error(failure, category: category, url: url, goesOn: part.size > 0 && part.version.validator != nil)
        } catch {
            if part.size == 0 { part.discard() }
            throw error
        }
    }

    private func receive(
        _ url: String, into part: PartialFile, through client: HTTPClient,
        progress: @escaping (DownloadProgress) -> Void
    ) throws {
        var delay = retryDelaySeconds
        for attempt in 1... {
            do {
                return try QuickDrawReception(part: part, progress: progress).run(
                    url, through: client, stallTimeoutSeconds: stallTimeoutSeconds)
            } catch let failure as DownloadFailure {
                guard case .temporary = failure, attempt < maximumAttempts else { throw failure }
            }
            try client.pause(seconds: delay)
            delay = min(delay * 2, 30)
        }
    }

    private func url(of category: String) throws(DatasetError) -> String {
        // Names hold letters, spaces and dashes.
        let name = category.replacing(" ", with: "%20") + ".npy"
        let base = baseURL.hasSuffix("/") ? String(baseURL.dropLast()) : baseURL
        guard let server = URL(string: baseURL), let host = server.host, !host.isEmpty,
            ["http", "https"].contains(server.scheme?.lowercased())
        else {
            throw DatasetError(
                .io, path: "quickdraw:\(category)",
                "cannot be downloaded from '\(baseURL)', which is no http or https address; "
                    + "set \(Self.baseURLVariable) to one, such as \(Self.publicBaseURL), or unset it")
        }
        return "\(base)/\(name)"
    }

    private func error(_ failure: DownloadFailure, category: String, url address: String, goesOn: Bool) -> DatasetError
    {
        let path = "quickdraw:\(category)"
        let advice =
            "check the network connection, set \(Self.baseURLVariable) to another server, or name a .npy file of yours"
        switch failure {
        case .temporary(let reason):
            let attempts = maximumAttempts > 1 ? "\(maximumAttempts) attempts" : "one attempt"
            let again = goesOn ? "run the same command again, which goes on where this one ended" : "try again later"
            return DatasetError(
                .io, path: path,
                "could not be downloaded from \(address) in \(attempts): \(reason); \(again), or \(advice)")
        case .permanent(let reason):
            return DatasetError(
                .io, path: path, "could not be downloaded from \(address): \(reason); \(advice)")
        case .absent:
            let near = QuickDrawCatalogue.suggestions(for: category)
            let others = near.isEmpty ? "" : ", or take another category, such as \(near.joined(separator: " or "))"
            return DatasetError(
                .missing, path: path,
                "is not at \(address) (the server answered 404); check \(Self.baseURLVariable)\(others)")
        case .malformed(let found):
            return DatasetError(
                .malformed, path: path,
                "could not be downloaded: what \(address) sends is \(found); look at it in a browser, "
                    + "set \(Self.baseURLVariable) to another server, or name a .npy file of yours")
        }
    }
}
