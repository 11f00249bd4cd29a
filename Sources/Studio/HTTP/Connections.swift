import HummingbirdCore
import NIOCore
import Synchronization

/// The connections that are open. Where there are more than there should be, those that have waited longest for their
/// clients are closed: clients that send nothing, half a request, or take no answer keep nobody out.
///
/// New connections are accepted all the while, so that the queue of those to be accepted does not fill up: the system
/// drops what comes then, and a client tries again seconds later.
final class Connections: Sendable {
    private struct State {
        var count = 0
        /// When those began to wait for their clients, and how to close them.
        var waiting: [ObjectIdentifier: (since: NIODeadline, close: @Sendable () -> Void)] = [:]
        /// Those that were asked to close.
        var closing: Set<ObjectIdentifier> = []
    }

    /// How many there should be at most.
    let limit: Int
    /// How many more there can be until those that were asked to close are closed.
    static let excess = 16
    private let state = Mutex(State())

    init(limit: Int) {
        self.limit = limit
    }

    /// The connection waits for its client, and can be closed for another from now on.
    func wait(_ connection: ObjectIdentifier, close: @escaping @Sendable () -> Void) {
        state.withLock { $0.waiting[connection] = (.now(), close) }
        makeRoom()
    }

    /// The connection is being answered, or gone.
    func endWaiting(_ connection: ObjectIdentifier) {
        state.withLock { state in
            state.waiting[connection] = nil
            state.closing.remove(connection)
        }
    }

    private func makeRoom() {
        let closures = state.withLock { state in
            var closures: [@Sendable () -> Void] = []
            while state.count - state.closing.count > limit,
                let oldest = state.waiting.min(by: { $0.value.since < $1.value.since })
            {
                state.waiting[oldest.key] = nil
                state.closing.insert(oldest.key)
                closures.append(oldest.value.close)
            }
            return closures
        }
        for close in closures { close() }
    }
}

/// Counts connections for the server, which asks whether to accept another.
extension Connections: AvailableConnectionsDelegate {
    func connectionOpened() {
        state.withLock { $0.count += 1 }
        makeRoom()
    }

    func connectionClosed() { state.withLock { $0.count -= 1 } }

    func isAcceptingNewConnections() -> Bool { state.withLock { $0.count < limit + Self.excess } }
}
