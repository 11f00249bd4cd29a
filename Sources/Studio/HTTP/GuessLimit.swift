/// Slows down clients that guess: after ten wrong tokens within a minute, what a client offers is looked at a quarter of
/// a second later, and only a few at a time. Others do not notice, and the right token is let in.
struct GuessLimit {
    private struct Record {
        /// When the last wrong tokens came.
        var mistakes: [ContinuousClock.Instant] = []
        /// What was offered and has not been looked at.
        var waiting = 0
    }

    private var records: [Client: Record] = [:]

    private static let mistakesAMinute = 10
    private static let waitingAtOnce = 8
    private static let recordLimit = 4096
    static let delay = Duration.milliseconds(250)

    /// Whether what `client` offers has to wait before it is looked at; then ``endWaiting(_:)`` follows. Throws
    /// ``Problem`` where too much of it waits already.
    mutating func mustWait(_ client: Client) throws(Problem) -> Bool {
        guard var record = records[client] else { return false }
        record.mistakes.removeAll { $0.duration(to: .now) > .seconds(60) }
        let isSlow = record.mistakes.count >= Self.mistakesAMinute
        if isSlow {
            guard record.waiting < Self.waitingAtOnce else {
                throw Problem(.tooMany, "too many wrong tokens came from this address; try again in a second")
            }
            record.waiting += 1
        }
        records[client] = record.mistakes.isEmpty && record.waiting == 0 ? nil : record
        return isSlow
    }

    mutating func endWaiting(_ client: Client) { records[client]?.waiting -= 1 }

    /// Counts a wrong token.
    mutating func add(_ client: Client) {
        if records.count >= Self.recordLimit, records[client] == nil { forgetOldest() }
        let earlier = records[client, default: Record()].mistakes
        records[client, default: Record()].mistakes = earlier.suffix(Self.mistakesAMinute - 1) + [.now]
    }

    /// Whoever has very many addresses has those forgotten that guessed before, but takes no more memory.
    private mutating func forgetOldest() {
        let idle = records.filter { $0.value.waiting == 0 }
        let oldest = idle.min { $0.value.mistakes.last ?? .now < $1.value.mistakes.last ?? .now }
        if let oldest { records[oldest.key] = nil }
    }
}
