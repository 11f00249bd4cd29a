public import Runs

/// Takes part in a run while it trains, such as by writing files that other programs read.
public protocol RunObserver: Sendable {
    /// Takes in what happens to `run`, in order, on the training thread, after it was written to the run's own log. Where
    /// it throws, training ends with its error.
    func observe(_ event: TrainingEvent, of run: RunDirectory, _ configuration: TrainingConfiguration) throws
}
