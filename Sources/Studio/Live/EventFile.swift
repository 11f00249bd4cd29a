import AtomicFiles
import Foundation
import Runs

/// Reads `events.jsonl` as it grows.
struct EventFile {
    private let name: String
    private let folder: String
    private var stamp: FileStatus?
    private var offset = 0
    /// The beginning of a line whose end is not written yet.
    private var rest = Data()
    /// Why the file, as it is, cannot be read.
    private var refusal: ConfigurationError?

    /// What was read of the file since the last time.
    struct News {
        var events: [TrainingEvent] = []
        /// Whether the file was written anew, as resuming a run does: the events are all there are.
        var isWhole = false
    }

    init(_ name: String, in folder: String) {
        self.name = name
        self.folder = folder
    }

    /// Reads what is new; nil where nothing is. Throws where the file is there and cannot be read.
    mutating func read() throws -> News? {
        guard let file = ContainedFile(name, in: folder) else {
            guard stamp != nil else { return nil }
            (stamp, offset, rest) = (nil, 0, Data())
            return News(isWhole: true)
        }
        guard file.status != stamp else {
            if let refusal { throw refusal }
            return nil
        }
        refusal = nil
        var news = News()
        if file.status.inode != stamp?.inode || file.status.size < offset {
            (offset, rest) = (0, Data())
            news.isWhole = true
        }
        stamp = file.status
        let data = rest + Data(try file.bytes(from: offset))
        offset += data.count - rest.count
        let end = data.lastIndex(of: UInt8(ascii: "\n")).map { $0 + 1 } ?? data.startIndex
        rest = Data(data[end...])
        do {
            news.events = try data[..<end].split(separator: UInt8(ascii: "\n")).compactMap {
                try TrainingEvent(line: $0)
            }
        } catch let error as ConfigurationError {
            refusal = error
            throw error
        }
        return news
    }
}
