import Dispatch

/// Runs an actor's jobs one after the other on a queue of its own, so that long steps keep no other task waiting.
final class TrainingExecutor: SerialExecutor {
    private let queue = DispatchQueue(label: "atelier.training", qos: .userInitiated)

    func enqueue(_ job: consuming ExecutorJob) {
        let job = UnownedJob(job)
        queue.async { job.runSynchronously(on: self.asUnownedSerialExecutor()) }
    }
}
