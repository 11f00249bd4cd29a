import AtomicFiles
import Foundation
import Runs

/// Reads `events.jsonl` as it grows, a bounded part of it at a time.
struct EventFile {
    private let name: String
    private let folder: String
    private var stamp: FileStatus?
    /// The first byte of the file that was not read yet.
    private var offset = 0
    /// The beginning of a line whose end was not read yet.
    private var rest: [UInt8] = []
    /// Why the file, as it is, cannot be read.
    private var refusal: ConfigurationError?

    private static let longestLine = 1 << 20
    private static let bytesAtATime = 1 << 24

    /// What was read of the file since the last time.
    struct News {
        var events: [TrainingEvent] = []
        /// Whether the file was written anew, as resuming a run does: the events are the first ones of it.
        var isWhole = false
    }

    init(_ name: String, in folder: String) {
        self.name = name
        self.folder = folder
    }

    /// Reads what is new; nil where nothing is. What is left of a very long file comes the next times.
    ///
    /// Throws where the file cannot be read, and `ConfigurationError` where it holds something else than events.
    mutating func read() throws -> News? {
        guard let file = ContainedFile(name, in: folder) else {
            guard stamp != nil else { return nil }
            (stamp, offset, rest) = (nil, 0, [])
            return News(isWhole: true)
        }
        if let refusal, file.status == stamp { throw refusal }
        refusal = nil
        var news = News()
        if file.status.inode == stamp?.inode, file.status.size >= offset {
            try checkLine()
            guard file.status != stamp || offset < file.status.size else { return nil }
        } else {
            (offset, rest) = (0, [])
            news.isWhole = true
        }
        stamp = file.status
        let bytes = try file.bytes(from: offset, limit: Self.bytesAtATime)
        offset += bytes.count
        guard let end = bytes.lastIndex(of: UInt8(ascii: "\n")) else {
            rest += bytes.prefix(Self.longestLine + 1)
            try checkLine()
            return news
        }
        let lines = rest + bytes[..<end]
        rest = Array(bytes[(end + 1)...].prefix(Self.longestLine + 1))
        do {
            news.events = try lines.split(separator: UInt8(ascii: "\n")).compactMap { line in
                line.count > Self.longestLine ? nil : try TrainingEvent(line: line)
            }
        } catch let error as ConfigurationError {
            refusal = error
            throw error
        }
        return news
    }

    private func checkLine() throws {
        guard rest.count <= Self.longestLine else {
            throw ConfigurationError(
                "\(name) has a line of more than \(Self.longestLine) bytes; expected one event a line: move the file away"
            )
        }
    }
}
