internal import Foundation
internal import Synchronization

#if canImport(FoundationNetworking)
    internal import FoundationNetworking
#endif

/// One GET request whose answer arrives as a stream of events.
final class HTTPTransfer: NSObject, URLSessionDataDelegate {
    enum Event: Sendable {
        /// The status and headers; once, before any body.
        case head(HTTPHead)
        case body(Data)
    }

    private typealias Events = AsyncThrowingStream<Event, any Error>

    private let continuation: Events.Continuation
    private let lastActivity = Mutex(ContinuousClock.now)

    private init(_ continuation: Events.Continuation) {
        self.continuation = continuation
    }

    /// Sends `request`. The stream throws ``DownloadFailure``; ending its iteration, or cancelling the task that
    /// iterates, ends the transfer.
    ///
    /// - Parameter stallTimeoutSeconds: The longest silence of the server before and while it answers.
    static func events(of request: URLRequest, stallTimeoutSeconds: Double) -> AsyncThrowingStream<Event, any Error> {
        let (stream, continuation) = Events.makeStream()
        let transfer = HTTPTransfer(continuation)
        let configuration = URLSessionConfiguration.ephemeral
        configuration.urlCache = nil
        configuration.httpCookieStorage = nil
        // The watchdog below decides; the session's own timer only has to be later.
        configuration.timeoutIntervalForRequest = stallTimeoutSeconds * 2 + 60
        let session = URLSession(configuration: configuration, delegate: transfer, delegateQueue: nil)
        let task = session.dataTask(with: request)
        let watchdog = Task { await transfer.watch(stallTimeoutSeconds: stallTimeoutSeconds) }
        continuation.onTermination = { _ in
            watchdog.cancel()
            task.cancel()
            session.finishTasksAndInvalidate()
        }
        task.resume()
        return stream
    }

    private func watch(stallTimeoutSeconds: Double) async {
        let timeout = Duration.seconds(stallTimeoutSeconds)
        while !Task.isCancelled {
            let deadline = lastActivity.withLock { $0 } + timeout
            if ContinuousClock.now >= deadline {
                continuation.finish(
                    throwing: DownloadFailure.temporary("no data came for \(Self.text(seconds: stallTimeoutSeconds))"))
                return
            }
            try? await Task.sleep(until: deadline)
        }
    }

    private static func text(seconds: Double) -> String {
        seconds == seconds.rounded() ? "\(Int(seconds)) s" : "\(seconds) s"
    }

    func urlSession(
        _ session: URLSession, dataTask: URLSessionDataTask, didReceive response: URLResponse,
        completionHandler: @escaping @Sendable (URLSession.ResponseDisposition) -> Void
    ) {
        lastActivity.withLock { $0 = .now }
        // Always allowed: Foundation on Linux does not act on .cancel here; whoever reads the stream ends it instead.
        completionHandler(.allow)
        guard let response = response as? HTTPURLResponse else {
            continuation.finish(throwing: DownloadFailure.permanent("the server does not answer in HTTP"))
            return
        }
        continuation.yield(.head(HTTPHead(response)))
    }

    func urlSession(_ session: URLSession, dataTask: URLSessionDataTask, didReceive data: Data) {
        lastActivity.withLock { $0 = .now }
        continuation.yield(.body(data))
    }

    func urlSession(_ session: URLSession, task: URLSessionTask, didCompleteWithError error: (any Error)?) {
        guard let error else { return continuation.finish() }
        let reason = error.localizedDescription
        if task.response == nil, let error = error as? URLError, Self.isHopeless(error.code) {
            continuation.finish(throwing: DownloadFailure.permanent(reason))
        } else {
            continuation.finish(throwing: DownloadFailure.temporary("the connection was cut off (\(reason))"))
        }
    }

    /// Whether the server was never reached, so that trying again at once is of no use.
    private static func isHopeless(_ code: URLError.Code) -> Bool {
        switch code {
        case .badURL, .unsupportedURL, .cannotFindHost, .cannotConnectToHost, .dnsLookupFailed, .notConnectedToInternet,
            .secureConnectionFailed, .serverCertificateUntrusted, .serverCertificateHasBadDate,
            .serverCertificateHasUnknownRoot, .serverCertificateNotYetValid, .httpTooManyRedirects:
            true
        default: false
        }
    }
}
