import Foundation

/// How many files, connections among them, this process may have open.
enum OpenFileLimit {
    private static let mostConnections = 1024
    private static let fewestConnections = 16

    /// The connections that can be served beside all else that is open or will be. A server that runs out of descriptors
    /// could neither accept nor refuse anybody. Throws ``StudioError`` where the limit leaves too few.
    static func connections() throws(StudioError) -> Int {
        var limit = rlimit()
        guard getrlimit(resource, &limit) == 0 else { return fewestConnections }
        // Systems often give 1,024 and let a process take more.
        var raised = limit
        raised.rlim_cur = max(limit.rlim_cur, min(limit.rlim_max, 4096))
        if setrlimit(resource, &raised) == 0 { limit = raised }
        let most = Int(clamping: limit.rlim_cur)
        // Event loops take four a core; runs' files, pipes to trainers and the pages take some at a time. A server accepts
        // some connections at once before it counts them.
        let reserve = 64 + 4 * ProcessInfo.processInfo.activeProcessorCount + 2 * Connections.excess
        let open = (try? FileManager.default.contentsOfDirectory(atPath: "/dev/fd").count) ?? 16
        let connections = min(most - reserve - open, mostConnections)
        guard connections >= fewestConnections else {
            throw StudioError(
                "only \(most) files may be open at a time; expected \(reserve + open + fewestConnections) and more: "
                    + "raise the limit with `ulimit -n`")
        }
        return connections
    }

    #if canImport(Glibc)
        private static var resource: __rlimit_resource_t { __rlimit_resource_t(RLIMIT_NOFILE.rawValue) }
    #else
        private static var resource: Int32 { RLIMIT_NOFILE }
    #endif
}
