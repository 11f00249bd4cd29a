internal import Dispatch
internal import Foundation
internal import Synchronization

/// Runs an actor's jobs one after the other on a thread of its own, which ends with this.
///
/// A thread and not a queue: libtorch keeps the number of its threads, and whether gradients are recorded, per thread.
public final class TorchThread: SerialExecutor {
    private let jobs = Mutex<[UnownedJob]>([])
    private let available = DispatchSemaphore(value: 0)
    private let runJob: @Sendable (_ job: () -> Void) -> Void

    /// - Parameters:
    ///   - name: What debuggers and `ps -L` call the thread.
    ///   - prepare: Called on the thread before its first job.
    ///   - runJob: Calls each job that it is given, and may measure it.
    public init(
        name: String, prepare: @escaping @Sendable () -> Void = {},
        runJob: @escaping @Sendable (_ job: () -> Void) -> Void = { $0() }
    ) {
        self.runJob = runJob
        let thread = Thread { [weak self, available] in
            prepare()
            while true {
                available.wait()
                guard let self else { return }
                self.runNext()
            }
        }
        thread.name = name
        // As the main thread has it; Foundation's own default is less on macOS.
        thread.stackSize = 8 << 20
        thread.start()
    }

    deinit { available.signal() }

    /// Has the thread run `job` after those before it.
    public func enqueue(_ job: consuming ExecutorJob) {
        let job = UnownedJob(job)
        jobs.withLock { $0.append(job) }
        available.signal()
    }

    private func runNext() {
        guard let job = jobs.withLock({ $0.isEmpty ? nil : $0.removeFirst() }) else { return }
        runJob { job.runSynchronously(on: asUnownedSerialExecutor()) }
    }
}
