import Foundation
import Synchronization
import Torch

#if canImport(CDispatch)
    import CDispatch
#endif

/// Runs an actor's jobs one after the other on one thread of low priority, on one core, and tells how much processor
/// time each took.
///
/// A thread and not a queue: libtorch keeps the number of its threads, and whether gradients are recorded, per thread.
final class InferenceThread: SerialExecutor {
    private let jobs = Mutex<[UnownedJob]>([])
    private let available = DispatchSemaphore(value: 0)
    private let onUse: @Sendable (_ processorSeconds: Double) -> Void

    /// Beside training at priority 0, Linux gives a thread of this niceness at most 3 % of a core.
    private static let niceness: Int32 = 15

    init(onUse: @escaping @Sendable (_ processorSeconds: Double) -> Void) {
        self.onUse = onUse
        let thread = Thread { [weak self, available] in
            Self.lowerPriority()
            try? Runtime.setThreadCount(1)
            while true {
                available.wait()
                guard let self else { return }
                self.runNext()
            }
        }
        thread.name = "atelier.inference"
        thread.start()
    }

    deinit { available.signal() }

    func enqueue(_ job: consuming ExecutorJob) {
        let job = UnownedJob(job)
        jobs.withLock { $0.append(job) }
        available.signal()
    }

    private func runNext() {
        guard let job = jobs.withLock({ $0.isEmpty ? nil : $0.removeFirst() }) else { return }
        let start = Self.processorSeconds()
        job.runSynchronously(on: asUnownedSerialExecutor())
        onUse(Self.processorSeconds() - start)
    }

    private static func lowerPriority() {
        #if os(Linux)
            // On Linux this is about the calling thread.
            setpriority(__priority_which_t(PRIO_PROCESS.rawValue), 0, niceness)
        #else
            pthread_set_qos_class_self_np(QOS_CLASS_BACKGROUND, 0)
        #endif
    }

    /// What the calling thread has used.
    private static func processorSeconds() -> Double {
        var time = timespec()
        clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time)
        return Double(time.tv_sec) + Double(time.tv_nsec) / 1e9
    }
}
