import Datasets
import Foundation
import Synchronization

/// Shows a download on standard error: a line that is redrawn on a terminal, one line at its end elsewhere.
final class DownloadReporter: Sendable {
    private let name: String
    private let lastLine = Mutex<String?>(nil)
    private let isTerminal = Terminal.canRedraw(STDERR_FILENO)

    init(name: String) {
        self.name = name
    }

    func report(_ progress: DownloadProgress) {
        let line = "\(name)  \(line(progress))"
        lastLine.withLock { $0 = line }
        if isTerminal { write("\r\u{1B}[2K" + line) }
    }

    /// To be called once at the end, also of a download that failed.
    func end(succeeded: Bool) {
        guard let line = lastLine.withLock({ $0 }) else { return }
        if isTerminal {
            write("\n")
        } else if succeeded {
            write(line + "\n")
        }
    }

    private func write(_ text: String) {
        Console.tell(text)
    }

    private func line(_ progress: DownloadProgress) -> String {
        let received = megabytes(progress.bytesReceived)
        let speed = "\(megabytes(Int(progress.bytesPerSecond)))/s"
        guard let total = progress.totalBytes, total > 0 else { return "\(received)  \(speed)" }
        let fraction = min(1, Double(progress.bytesReceived) / Double(total))
        let left =
            progress.bytesPerSecond > 0
            ? "  \(shownTime(Double(total - progress.bytesReceived) / progress.bytesPerSecond)) left" : ""
        let done = "\(bar(fraction, cells: 16)) \(Int(fraction * 100))%"
        return "\(done)  \(received) of \(megabytes(total))  \(speed)\(left)"
    }

    private func megabytes(_ bytes: Int) -> String {
        String(format: "%.1f MB", Double(bytes) / 1e6)
    }
}
