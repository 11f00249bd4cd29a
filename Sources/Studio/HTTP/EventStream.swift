import HTTPTypes
import Hummingbird
import NIOCore

/// One event of a stream of server-sent events, as it goes over the wire.
enum ServerSentEvent {
    static func buffer(_ name: String, _ value: some Encodable) throws -> ByteBuffer {
        // The JSON has no line breaks.
        var buffer = ByteBuffer(string: "event: \(name)\ndata: ")
        buffer.writeImmutableBuffer(try JSONText.buffer(value))
        buffer.writeString("\n\n")
        return buffer
    }

    /// A comment, which keeps connections open and shows which are dead.
    static let heartbeat = ByteBuffer(string: ": still here\n\n")
}

extension Response {
    /// A response that sends `events` until they end or the client goes; `onEnd` is called then, perhaps twice.
    ///
    /// - Parameter request: One that was ``Hummingbird/Request/collected()``: Hummingbird traps where a stream ends while
    ///   a body is still awaited.
    static func eventStream(
        _ events: AsyncStream<ByteBuffer>, for request: Request, onEnd: @escaping @Sendable () -> Void
    ) -> Response {
        var headers: HTTPFields = [.contentType: "text/event-stream", .cacheControl: "no-store"]
        // nginx would keep events until it has some kilobytes of them.
        if let name = HTTPField.Name("X-Accel-Buffering") { headers[name] = "no" }
        return Response(
            status: .ok, headers: headers,
            body: ResponseBody { writer in
                defer { onEnd() }
                try await request.body.consumeWithInboundCloseHandler { _ in
                    // At once, so that a page knows that it is connected.
                    try await writer.write(ServerSentEvent.heartbeat)
                    for await event in events { try await writer.write(event) }
                    try await writer.finish(nil)
                } onInboundClosed: {
                    onEnd()
                }
            })
    }
}
