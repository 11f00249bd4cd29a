import HummingbirdCore
import NIOCore
import Synchronization

/// The connections that are open. Where there are as many as may be, the one that has waited longest for its client is
/// closed for a new one: clients that send nothing, or half a request, keep nobody out.
final class Connections: Sendable {
    private struct State {
        var count = 0
        /// Whether the server has somebody to accept and no place.
        var isWanted = false
        /// When those began to wait for their clients, and how to close them.
        var waiting: [ObjectIdentifier: (since: NIODeadline, close: @Sendable () -> Void)] = [:]
    }

    let limit: Int
    private let state = Mutex(State())

    init(limit: Int) {
        self.limit = limit
    }

    /// The connection waits for its client from now on.
    func wait(_ connection: ObjectIdentifier, close: @escaping @Sendable () -> Void) {
        let isWanted = state.withLock { state in
            state.waiting[connection] = (.now(), close)
            return state.isWanted
        }
        if isWanted { makeRoom() }
    }

    /// The connection is being answered, or gone.
    func endWaiting(_ connection: ObjectIdentifier) {
        state.withLock { $0.waiting[connection] = nil }
    }

    fileprivate func changeCount(by change: Int) { state.withLock { $0.count += change } }

    /// Whether another connection may be accepted. Where none may, one that waits is closed, if there is one.
    fileprivate func hasRoom() -> Bool {
        let hasRoom = state.withLock { state in
            state.isWanted = state.count >= limit
            return !state.isWanted
        }
        if !hasRoom { makeRoom() }
        return hasRoom
    }

    private func makeRoom() {
        let close = state.withLock { state in
            let oldest = state.waiting.min { $0.value.since < $1.value.since }
            return oldest.flatMap { state.waiting.removeValue(forKey: $0.key)?.close }
        }
        close?()
    }
}

/// Tells the server whether to accept a connection.
struct ConnectionLimit: AvailableConnectionsDelegate {
    let connections: Connections

    func connectionOpened() { connections.changeCount(by: 1) }
    func connectionClosed() { connections.changeCount(by: -1) }
    func isAcceptingNewConnections() -> Bool { connections.hasRoom() }
}
