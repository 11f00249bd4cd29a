internal import CurlShim
internal import Foundation

/// Downloads, one at a time, on the thread that asks for them; through libcurl.
///
/// What comes is handed on at once, and nothing more is read until the receiver has taken it. All waiting is that
/// thread's own, so that it ends in time however busy others are.
final class HTTPClient: Sendable {
    // Only `cancel` is called from another thread, and may be.
    nonisolated(unsafe) private let client: OpaquePointer

    /// Nil where there is no memory.
    init?() {
        guard let client = cs_client_create() else { return nil }
        self.client = client
    }

    deinit { cs_client_free(client) }

    /// Ends what is going on, and whatever is asked for later, with a `CancellationError`. From any thread.
    func cancel() { cs_client_cancel(client) }

    /// Throws `CancellationError`.
    func pause(seconds: Double) throws {
        guard cs_client_pause(client, Int64(seconds * 1000)) else { throw CancellationError() }
    }

    /// Gets `url`, with headers such as `Range: bytes=5-`. Throws ``DownloadFailure``, `CancellationError`, or what a
    /// receiver throws, which ends the transfer.
    ///
    /// - Parameters:
    ///   - stallTimeoutSeconds: The longest silence of the server before and while it answers.
    ///   - receiveHead: Called once, before any body.
    ///   - receiveBody: Called with the next bytes of the body, at most 16 KiB.
    func get(
        _ url: String, headers: [String], stallTimeoutSeconds: Double, receiveHead: @escaping (HTTPHead) throws -> Void,
        receiveBody: @escaping (UnsafeRawBufferPointer) throws -> Void
    ) throws {
        let reception = Reception(receiveHead, receiveBody)
        var reason = [CChar](repeating: 0, count: CS_REASON_SIZE)
        let texts = headers.map { strdup($0) }
        defer { for text in texts { free(text) } }
        let pointers = texts.map { UnsafePointer($0) }
        let outcome = url.withCString { url in
            pointers.withUnsafeBufferPointer { headers in
                var request = cs_request()
                request.url = url
                request.headers = headers.baseAddress
                request.header_count = headers.count
                request.stall_milliseconds = Int64(stallTimeoutSeconds * 1000)
                request.context = Unmanaged.passUnretained(reception).toOpaque()
                request.receive_head = { Reception.of($0).takeLine(UnsafeRawBufferPointer(start: $1, count: $2)) }
                request.receive_body = { Reception.of($0).takeBody(UnsafeRawBufferPointer(start: $1, count: $2)) }
                return withExtendedLifetime(reception) { cs_client_get(client, &request, &reason) }
            }
        }
        if let error = reception.error { throw error }
        let found = String(decoding: reason.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
        switch outcome {
        case CS_DONE: return
        case CS_CANCELLED: throw CancellationError()
        case CS_STALLED: throw DownloadFailure.temporary("no data came for \(Self.text(seconds: stallTimeoutSeconds))")
        case CS_UNREACHABLE: throw DownloadFailure.permanent(found)
        case CS_SENT_ON:
            throw DownloadFailure.permanent(
                "the server sends on to \(found), where a download does not follow: only to its own host")
        default: throw DownloadFailure.temporary("the connection was cut off (\(found))")
        }
    }

    private static func text(seconds: Double) -> String {
        seconds == seconds.rounded() ? "\(Int(seconds)) s" : "\(seconds) s"
    }

    /// Calls the receivers, and keeps the error of the one that threw.
    private final class Reception {
        var error: (any Error)?
        private var lines: [String] = []
        private let receiveHead: (HTTPHead) throws -> Void
        private let receiveBody: (UnsafeRawBufferPointer) throws -> Void

        init(
            _ receiveHead: @escaping (HTTPHead) throws -> Void,
            _ receiveBody: @escaping (UnsafeRawBufferPointer) throws -> Void
        ) {
            self.receiveHead = receiveHead
            self.receiveBody = receiveBody
        }

        static func of(_ context: UnsafeMutableRawPointer?) -> Reception {
            Unmanaged.fromOpaque(context!).takeUnretainedValue()
        }

        func takeLine(_ bytes: UnsafeRawBufferPointer) -> Bool {
            let line = String(decoding: bytes, as: UTF8.self).trimmingCharacters(in: .newlines)
            guard line.isEmpty else {
                lines.append(line)
                return true
            }
            return succeeds { try receiveHead(HTTPHead(lines: lines)) }
        }

        func takeBody(_ bytes: UnsafeRawBufferPointer) -> Bool {
            succeeds { try receiveBody(bytes) }
        }

        private func succeeds(_ receive: () throws -> Void) -> Bool {
            do {
                try receive()
                return true
            } catch {
                self.error = error
                return false
            }
        }
    }
}
