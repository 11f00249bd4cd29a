import Foundation
import Torch

#if canImport(CDispatch)
    import CDispatch
#endif

extension TorchThread {
    /// Beside training at priority 0, Linux gives a thread of this niceness at most 3 % of a core.
    private static let niceness: Int32 = 15

    /// A thread of low priority, on one core, that tells how much processor time each of its jobs took.
    static func inference(onUse: @escaping @Sendable (_ processorSeconds: Double) -> Void) -> TorchThread {
        TorchThread(name: "atelier.inference") {
            lowerPriority()
            try? Runtime.setThreadCount(1)
        } runJob: { job in
            let start = processorSeconds()
            job()
            onUse(processorSeconds() - start)
        }
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
