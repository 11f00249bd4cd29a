import Synchronization

/// The pace of the inference thread, which that thread and the tasks on it share.
final class PaceKeeper: Sendable {
    private let state = Mutex((pace: Pace(), isFree: true))

    func use(_ processorSeconds: Double) {
        state.withLock { $0.pace.use(processorSeconds, isFree: $0.isFree) }
    }

    /// How long to wait, given whether anything trains now.
    func delay(somethingTrains: Bool) -> Duration {
        state.withLock { state in
            state.isFree = !somethingTrains
            return somethingTrains ? state.pace.delay() : .zero
        }
    }
}
