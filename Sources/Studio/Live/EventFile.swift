import Files
import Foundation
import Runs

/// Reads `events.jsonl` as it grows, a bounded part of it at a time.
struct EventFile {
    private let name: String
    private let folder: String
    /// Of the file that is being read; nil where there was none.
    private var inode: UInt64?
    /// Where the first line begins that was not read yet.
    private var offset = 0
    /// The first byte that was not looked at yet: between the two stands a line whose end is not written.
    private var end = 0
    /// Why the file cannot be read, until another takes its place.
    private var refusal: ConfigurationError?

    private static let longestLine = 1 << 20
    private static let (bytesAtATime, linesAtATime) = (1 << 22, 10_000)

    /// What was read of the file since the last time.
    struct News {
        var events: [TrainingEvent] = []
        /// Whether the file was written anew, as resuming a run does: the events are its first ones.
        var isWhole = false
        /// Whether there is more to be read at once.
        var hasMore = false
    }

    init(_ name: String, in folder: String) {
        self.name = name
        self.folder = folder
    }

    /// Reads what is new, or the first part of it; nil where nothing is.
    ///
    /// Throws where the file cannot be read, and `ConfigurationError` where it holds something else than events.
    mutating func read() throws -> News? {
        guard let file = ContainedFile(name, in: folder) else {
            guard inode != nil else { return nil }
            (inode, offset, end, refusal) = (nil, 0, 0, nil)
            return News(isWhole: true)
        }
        var news = News()
        if file.status.inode != inode || file.status.size < end {
            (inode, offset, end, refusal) = (file.status.inode, 0, 0, nil)
            news.isWhole = true
        }
        if let refusal { throw refusal }
        guard news.isWhole || end < file.status.size else { return nil }
        do {
            let bytes = try file.bytes(from: offset, limit: Self.bytesAtATime)
            let length = try readLines(of: bytes, into: &news)
            end = offset + (news.hasMore ? length : bytes.count)
            offset += length
        } catch let error as ConfigurationError {
            refusal = error
            throw error
        }
        return news
    }

    /// Takes the events of whole lines, and returns how many bytes these have.
    private func readLines(of bytes: [UInt8], into news: inout News) throws(ConfigurationError) -> Int {
        var (start, count) = (0, 0)
        while count < Self.linesAtATime, let end = bytes[start...].firstIndex(of: UInt8(ascii: "\n")) {
            try checkLength(end - start)
            if let event = try TrainingEvent(line: bytes[start..<end]) { news.events.append(event) }
            (start, count) = (end + 1, count + 1)
        }
        news.hasMore = count == Self.linesAtATime || bytes.count == Self.bytesAtATime
        if count < Self.linesAtATime { try checkLength(bytes.count - start) }
        return start
    }

    private func checkLength(_ length: Int) throws(ConfigurationError) {
        guard length <= Self.longestLine else {
            throw ConfigurationError(
                "\(name) has a line of more than \(Self.longestLine) bytes; expected one event a line: move the file away"
            )
        }
    }
}
