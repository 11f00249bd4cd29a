import Files

/// A file of lines that tells what a run does. Training does not end because it cannot be written.
final class LogFile {
    private let path: String
    private let file: Result<AppendingFile, any Error>
    private var missingLines = 0

    /// Opens the file at `path` after `preparation`, and removes a line that was cut short.
    init(_ path: String, preparation: () throws -> Void = {}) {
        self.path = path
        file = Result {
            try preparation()
            let file = try AppendingFile(path)
            try file.removeTornLine()
            return file
        }
    }

    /// Adds `line`, and has it and those before it reach the disk where it is to be `synced`.
    ///
    /// Returns a sentence where it begins that lines cannot be written, or ends.
    func append(_ line: String, synced: Bool) -> String? {
        do {
            try file.get().append(line)
        } catch {
            missingLines += 1
            return missingLines == 1 ? "\(error); training goes on, but what happens is not recorded there" : nil
        }
        do {
            if synced { try file.get().sync() }
        } catch {
            return "\(error); training goes on"
        }
        guard missingLines > 0 else { return nil }
        defer { missingLines = 0 }
        return
            "\(path) is written again; \(counted(missingLines, "line")) \(missingLines == 1 ? "is" : "are") missing in it"
    }
}
