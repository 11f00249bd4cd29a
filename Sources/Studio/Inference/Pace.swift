/// Keeps work to a share of one core: what was used beyond it is waited for. A moment of work that was saved up can be
/// used at once; what one long piece of work owes is bounded.
///
/// Training takes all cores in step, so that a share s of one core slows it by s.
struct Pace: Sendable {
    /// Processor seconds that may be used a second.
    static let share = 0.03
    /// Processor seconds that may be saved up, and that may be owed.
    static let reserve = 0.3

    private var balance = Pace.reserve
    private var time: ContinuousClock.Instant

    init(at time: ContinuousClock.Instant = .now) {
        self.time = time
    }

    /// Counts what was used. `isFree` where nobody is slowed by it.
    mutating func use(_ processorSeconds: Double, isFree: Bool, at now: ContinuousClock.Instant = .now) {
        balance = isFree ? Self.reserve : max(balance(at: now) - processorSeconds, -Self.reserve)
        time = now
    }

    /// How long to wait before the next piece of work.
    func delay(at now: ContinuousClock.Instant = .now) -> Duration {
        .seconds(max(0, -balance(at: now) / Self.share))
    }

    private func balance(at now: ContinuousClock.Instant) -> Double {
        min(Self.reserve, balance + Self.share * (time.duration(to: now) / .seconds(1)))
    }
}
