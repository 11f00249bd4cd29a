/// Slows down clients that guess: after ten wrong tokens within a minute, what a client offers is looked at a quarter of
/// a second later, and only a few at a time. Others do not notice, and the right token is always let in.
struct GuessLimit {
    private struct Client {
        var mistakes: [ContinuousClock.Instant] = []
        var waiting = 0
    }

    private var clients: [ClientAddress: Client] = [:]

    private static let mistakesAMinute = 10
    private static let waitingAtOnce = 8
    private static let clientCount = 4096
    static let delay = Duration.milliseconds(250)

    /// Whether what `client` offers has to wait before it is looked at; then ``endWaiting(_:)`` follows. Throws
    /// ``Problem`` where too much of it waits already.
    mutating func mustWait(_ client: ClientAddress) throws(Problem) -> Bool {
        guard var known = clients[client] else { return false }
        known.mistakes.removeAll { $0.duration(to: .now) > .seconds(60) }
        let isSlow = known.mistakes.count >= Self.mistakesAMinute
        if isSlow {
            guard known.waiting < Self.waitingAtOnce else {
                throw Problem(.tooMany, "too many wrong tokens came from this address; try again in a second")
            }
            known.waiting += 1
        }
        clients[client] = known.mistakes.isEmpty && known.waiting == 0 ? nil : known
        return isSlow
    }

    mutating func endWaiting(_ client: ClientAddress) { clients[client]?.waiting -= 1 }

    /// Counts a wrong token.
    mutating func add(_ client: ClientAddress) {
        // Who has very many addresses makes those be forgotten that guessed before.
        if clients.count >= Self.clientCount, clients[client] == nil,
            let oldest = clients.filter({ $0.value.waiting == 0 }).min(by: {
                $0.value.mistakes.last ?? .now < $1.value.mistakes.last ?? .now
            })
        {
            clients[oldest.key] = nil
        }
        var known = clients[client] ?? Client()
        known.mistakes = known.mistakes.suffix(Self.mistakesAMinute - 1) + [.now]
        clients[client] = known
    }
}
