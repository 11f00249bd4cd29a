import NIOCore

/// The listeners of one subject. Each has a bounded buffer: one that does not take its events is let go, and nobody
/// waits for it.
struct EventChannel {
    private struct Listener {
        let continuation: AsyncStream<ByteBuffer>.Continuation
        /// Called where the listener is let go.
        let onOverflow: @Sendable () -> Void
    }

    private var listeners: [Int: Listener] = [:]
    /// Events that may wait for a listener.
    static let bufferLimit = 64

    var isEmpty: Bool { listeners.isEmpty }
    var count: Int { listeners.count }

    mutating func add(
        _ number: Int, first events: [ByteBuffer], onOverflow: @escaping @Sendable () -> Void
    ) -> AsyncStream<ByteBuffer> {
        let (stream, continuation) = AsyncStream.makeStream(
            of: ByteBuffer.self, bufferingPolicy: .bufferingOldest(Self.bufferLimit))
        for event in events { continuation.yield(event) }
        listeners[number] = Listener(continuation: continuation, onOverflow: onOverflow)
        return stream
    }

    mutating func remove(_ number: Int) {
        listeners.removeValue(forKey: number)?.continuation.finish()
    }

    mutating func send(_ event: ByteBuffer) {
        for (number, listener) in listeners {
            guard case .dropped = listener.continuation.yield(event) else { continue }
            remove(number)
            listener.onOverflow()
        }
    }

    mutating func close() {
        for number in listeners.keys { remove(number) }
    }
}
