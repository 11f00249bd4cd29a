import Foundation

/// A process, told from those that get its number after it.
struct ProcessIdentity: Hashable {
    let identifier: pid_t
    /// When it was started, in the system's ticks; nil where it is gone or the system does not tell.
    private let startTime: String?

    init(_ identifier: pid_t) {
        self.identifier = identifier
        // The name in brackets may have anything in it; the start time is the twentieth field after it.
        let text = try? String(contentsOfFile: "/proc/\(identifier)/stat", encoding: .utf8)
        let fields = text?.split(separator: ")").last?.split(separator: " ") ?? []
        startTime = fields.count > 19 ? String(fields[19]) : nil
    }
}
