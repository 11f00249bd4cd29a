import Files
import Foundation

extension RunDirectory {
    /// Makes the next numbered folder in `runsFolder`, whole with its `config.json` before it gets its name.
    ///
    /// A number is never used again, also after its folder was removed: the last one stands in the file `.last-run`.
    public static func create(
        in runsFolder: String, name: String, configuration: TrainingConfiguration
    ) throws -> RunDirectory {
        let root = URL(fileURLWithPath: runsFolder).standardizedFileURL.path
        try Folders.make(root)
        let counter = try openForWriting(root + "/.last-run")
        defer { close(counter) }
        // Several processes may start runs at once: one at a time takes a number.
        try FileLock.take(counter, of: root + "/.last-run")

        let number = try max(lastNumber(in: counter), lastNumber(amongFoldersOf: root)) + 1
        guard number < numberLimit else {
            throw ConfigurationError(
                "\(root) holds run \(number - 1), and no higher number is given; name another folder by --out")
        }
        let digits = zeroPadded(number, to: 5)
        let unfinished = RunDirectory(path: "\(root)/.\(digits).new")
        try? FileManager.default.removeItem(atPath: unfinished.path)
        try Folders.makeNew(unfinished.path)
        try Folders.make(unfinished.samplesPath)
        try Folders.make(unfinished.checkpointsPath)
        try AtomicFile.write(try configuration.json(), to: unfinished.configurationPath)

        let run = RunDirectory(path: "\(root)/\(digits)-\(slug(name))")
        guard rename(unfinished.path, run.path) == 0 else {
            throw FileError(path: run.path, operation: "create", code: errno)
        }
        let text = Array("\(number)\n".utf8)
        guard pwrite(counter, text, text.count, 0) == text.count else {
            throw FileError(path: root + "/.last-run", operation: "write", code: errno)
        }
        try AtomicFile.syncFolder(root)
        return run
    }

    private static func lastNumber(in counter: Int32) -> Int {
        var text = [UInt8](repeating: 0, count: 32)
        let count = pread(counter, &text, text.count, 0)
        let digits = text.prefix(max(0, count)).prefix { $0 != UInt8(ascii: "\n") }
        return Int(String(decoding: digits, as: UTF8.self)).flatMap(runNumber) ?? 0
    }

    private static func lastNumber(amongFoldersOf root: String) throws -> Int {
        try FileManager.default.contentsOfDirectory(atPath: root)
            .compactMap { name in name.split(separator: "-").first.flatMap { Int($0) }.flatMap(runNumber) }
            .max() ?? 0
    }

    /// Runs are counted up to here. A folder of a higher number, such as a date and a time, was not made here.
    private static let numberLimit = 1_000_000_000

    private static func runNumber(_ number: Int) -> Int? { (0..<numberLimit).contains(number) ? number : nil }

    /// `name` in lower-case letters, digits and single dashes, at most 60 characters.
    private static func slug(_ name: String) -> String {
        let words = name.lowercased().split { !$0.isLetter && !$0.isNumber }
        return words.isEmpty ? "run" : String(words.joined(separator: "-").prefix(60))
    }
}
