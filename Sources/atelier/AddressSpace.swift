import Foundation

/// What `ulimit -v` leaves this process.
enum AddressSpace {
    /// A sentence where that is too little to begin: threads that cannot be made and memory that is refused inside the
    /// system's libraries end a process, or halt it for ever, without a word. Nil elsewhere.
    static func refusal() -> String? {
        #if os(Linux)
            var limit = rlimit()
            guard getrlimit(__rlimit_resource_t(RLIMIT_AS.rawValue), &limit) == 0, limit.rlim_cur < 1 << 40,
                let taken = bytes()
            else { return nil }
            // The smallest networks take half of the first; each core has a thread with its stack.
            let needed = taken + (64 + 8 * ProcessInfo.processInfo.activeProcessorCount) << 20
            guard limit.rlim_cur < needed else { return nil }
            return "only \(limit.rlim_cur >> 20) MB of address space may be taken; expected \(needed >> 20) and more: "
                + "raise the limit with `ulimit -v`"
        #else
            return nil
        #endif
    }

    #if os(Linux)
        /// What is taken, libraries included.
        private static func bytes() -> Int? {
            guard let text = try? String(contentsOfFile: "/proc/self/statm", encoding: .utf8) else { return nil }
            return text.split(separator: " ").first.flatMap { Int($0) }.map { $0 * Int(getpagesize()) }
        }
    #endif
}
