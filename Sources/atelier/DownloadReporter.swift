import Datasets
import Foundation

/// Shows a download on standard error: a line that is redrawn on a terminal, one line at its end elsewhere.
struct DownloadReporter: Sendable {
    let name: String
    private let isTerminal = isatty(STDERR_FILENO) == 1

    init(name: String) {
        self.name = name
    }

    func report(_ progress: DownloadProgress) {
        let isComplete = progress.bytesReceived == progress.totalBytes
        guard isTerminal || isComplete else { return }
        let clear = isTerminal ? "\r\u{1B}[2K" : ""
        let end = isTerminal && !isComplete ? "" : "\n"
        FileHandle.standardError.write(Data("\(clear)\(name)  \(line(progress))\(end)".utf8))
    }

    private func line(_ progress: DownloadProgress) -> String {
        let received = megabytes(progress.bytesReceived)
        let speed = "\(megabytes(Int(progress.bytesPerSecond)))/s"
        guard let total = progress.totalBytes else { return "\(received)  \(speed)" }
        let percent = total == 0 ? 100 : progress.bytesReceived * 100 / total
        let left =
            progress.bytesPerSecond > 0
            ? "  \(shownTime(Double(total - progress.bytesReceived) / progress.bytesPerSecond)) left" : ""
        return "\(percent)%  \(received) of \(megabytes(total))  \(speed)\(left)"
    }

    private func megabytes(_ bytes: Int) -> String {
        String(format: "%.1f MB", Double(bytes) / 1e6)
    }
}
